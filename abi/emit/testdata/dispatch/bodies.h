/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the handlers do, written once for both sides: the kernel's C, which calls its argument `arg->`, and the user
 * side's C++, which calls it `arg.`. A() is a member, BE() a number as it stands in memory turned into the host's,
 * ADDRESS() a user pointer as a number. A command that returns nothing answers with an errno made from all that it was
 * given.
 */
#ifndef IOPACT_DISPATCH_BODIES_H
#define IOPACT_DISPATCH_BODIES_H

static inline unsigned long long mix(unsigned long long hash, unsigned long long value)
{
	hash ^= value;
	hash *= 0x9e3779b97f4a7c15ULL;
	return hash ^ (hash >> 29);
}

static inline unsigned long long mix_bytes(unsigned long long hash, const void *bytes, unsigned count)
{
	unsigned i;

	for (i = 0; i < count; i++)
		hash = mix(hash, ((const unsigned char *)bytes)[i]);
	return hash;
}

static inline int errno_of(unsigned long long hash)
{
	return -1 - (int)(hash % 120);
}

/* ---- odd ---- */

#define DO_ODD_VALUES                                                            \
	unsigned long long hash = mix(0, A(flags));                           \
	hash = mix(hash, (unsigned long long)(long long)A(level));            \
	hash = mix(hash, (unsigned long long)(long long)(int)A(shape));       \
	hash = mix(hash, (unsigned long long)A(delta));                       \
	hash = mix(hash, (unsigned long long)(long long)A(tiny));             \
	hash = mix(hash, A(yes));                                             \
	hash = mix(hash, BE16(A(port)));                                      \
	hash = mix(hash, A(block));                                           \
	hash = mix(hash, (unsigned long long)A(count));                       \
	hash = mix(hash, A(stride));                                          \
	hash = mix_bytes(hash, A(name), sizeof(A(name)));                     \
	hash = mix(hash, (unsigned long long)(long long)A(sign));             \
	hash = mix(hash, A(bit));                                             \
	hash = mix(hash, A(wide));                                            \
	return errno_of(hash)

#define DO_ODD_DEEP                                                              \
	unsigned i;                                                           \
	if (A(which) == 1)                                                    \
		A(words)[2] += 1;                                             \
	if (A(which) == 2) {                                                  \
		A(bytes_used) += 1;                                           \
		A(stamp) = ~A(stamp);                                         \
	}                                                                     \
	A(after) ^= 0x1234;                                                   \
	A(raw).word += 3;                                                     \
	for (i = 0; i < 2; i++)                                               \
		A(pairs)[i].answer += A(pairs)[i].ask * 7ULL + 1;             \
	A(full).high ^= A(full).low;                                          \
	for (i = 0; i < 5; i++)                                               \
		A(digest)[i] = (unsigned char)(A(digest)[i] + i + 1);         \
	A(longs)[1] = A(after) % 8 != 1 ? A(longs)[0] : 1LL << 40;           \
	SWAP(A(places)[0], A(places)[1]);                                     \
	A(net) = BE64(BE64(A(net)) + 1);                                      \
	return 0

#define DO_ODD_FULL                                                              \
	A(low) = 5;                                                           \
	A(high) = 0x1234567;                                                  \
	A(rest) += 9;                                                         \
	return 0

#define DO_ODD_REPORT                                                            \
	A(version) = 7;                                                       \
	A(errors) += 8;                                                       \
	A(late) = ~0ULL;                                                      \
	A(later)[1] += 2;                                                     \
	return 0

#define DO_ODD_GROW                                                              \
	A(result) += A(mode);                                                 \
	A(extra) += 1;                                                        \
	A(tail) += ~ADDRESS(A(buffer));                                       \
	return 0

#define DO_ODD_LONG                                                              \
	A(value) = A(value) % 3 != 1 ? ~A(value) : 1LL << 40;                 \
	return 0

/* ---- ugly ---- */

#define DO_UGLY_MIXED                                                            \
	A(first) = 'x';                                                       \
	A(counter) = -2;                                                      \
	A(small) -= 3;                                                        \
	A(bytes) = 77;                                                        \
	A(wide) = 1ULL << 60;                                                 \
	A(yes) = 1;                                                           \
	A(kind) = KIND(1);                                                    \
	A(left) = -1;                                                         \
	A(last) = -4;                                                         \
	return 0

#define DO_UGLY_BITS                                                             \
	unsigned long long hash = mix(0, A(a));                               \
	hash = mix(hash, A(b));                                               \
	hash = mix(hash, (unsigned long long)(long long)A(c));                \
	hash = mix(hash, A(d));                                               \
	hash = mix(hash, A(e));                                               \
	hash = mix(hash, A(f));                                               \
	return errno_of(hash)

#define DO_UGLY_PACKED                                                           \
	A(tag) ^= 1;                                                          \
	A(value) += A(tag);                                                   \
	A(port) = BE16(BE16(A(port)) + 1);                                    \
	A(length) += 1;                                                       \
	return 0

#define DO_UGLY_ALIGNED                                                          \
	A(line)[1] ^= A(key);                                                 \
	A(stamp) = ~A(stamp);                                                 \
	return 0

#define DO_UGLY_NESTED                                                           \
	A(pair).low ^= 0xff;                                                  \
	A(pair).high += A(pair).low;                                          \
	if (A(kind) == 0) {                                                   \
		A(number) += 1;                                               \
		A(value).number = ~A(value).number;                           \
	} else {                                                              \
		A(text_length) += 1;                                          \
		A(text)[0] ^= 1;                                              \
		A(value).text[11] ^= 2;                                       \
	}                                                                     \
	A(points)[1].x += A(points)[0].x;                                     \
	A(points)[0].y = ~A(points)[1].y;                                     \
	A(inner)[1].value += A(inner)[0].value;                               \
	return 0

#define DO_UGLY_POINTERS                                                         \
	A(filled) += A(rows);                                                 \
	A(bytes) += 1;                                                        \
	SWAP(A(anything), A(names));                                          \
	return 0

#define DO_UGLY_TABLE                                                            \
	A(flags) ^= 1;                                                        \
	A(colours)[2] = A(grid)[2][4];                                        \
	A(grid)[0][1] += 1;                                                   \
	A(count) += 1;                                                        \
	return 0

#define DO_UGLY_GET_LONG                                                         \
	A(value) += 123456;                                                   \
	return 0

#define DO_UGLY_SET_NAME                                                         \
	return errno_of(mix_bytes(0, A(value), sizeof(A(value))))

/* ---- demo_queue ---- */

#define DO_DEMO_SETUP                                                            \
	unsigned long long hash = mix_bytes(0, A(name), sizeof(A(name)));     \
	hash = mix(hash, A(priority));                                        \
	hash = mix(hash, A(flags));                                           \
	hash = mix(hash, A(limit));                                           \
	return errno_of(hash)

#define DO_DEMO_SUBMIT                                                           \
	A(fence_fd) += A(wait_fd);                                            \
	A(queued) += A(job_count) + (unsigned)A(deadline_ns);                 \
	return A(jobs) % 16 == 5 ? -11 : 0

#endif
