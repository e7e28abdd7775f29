// SPDX-License-Identifier: GPL-2.0-or-later
/* Stand-ins for random numbers and keyed hashing. The numbers repeat from run to run, so that findings do. */
#include <stdatomic.h>
#include <string.h>

#include <linux/random.h>
#include <linux/siphash.h>

/* A bijection that spreads each input bit over all output bits. */
static u64 mix(u64 value)
{
	value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
	value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
	return value ^ (value >> 31);
}

void get_random_bytes(void *to, size_t bytes)
{
	static _Atomic u64 state;
	size_t piece;
	u64 value;

	for (; bytes; bytes -= piece, to = (char *)to + piece) {
		value = mix(state += 0x9e3779b97f4a7c15);
		piece = bytes < sizeof(value) ? bytes : sizeof(value);
		memcpy(to, &value, piece);
	}
}

/* Any keyed hash serves a caller who cannot tell: no one here looks for collisions. */
u64 siphash_1u64(u64 value, const siphash_key_t *key)
{
	return mix(mix(value ^ key->key[0]) ^ key->key[1]);
}
