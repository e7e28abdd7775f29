// SPDX-License-Identifier: GPL-2.0-or-later
// The stand-ins do what the driver relies on, and end the process where the kernel would misbehave.
#include "reference-impl/standin/standin.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "reference-impl/user_space.h"

// The kernel's names, as far as they are tested here; their headers are C.
extern "C" {
void* kmalloc(std::size_t bytes, unsigned flags);
void* kvmalloc(std::size_t bytes, unsigned flags);
void* __vmalloc(std::size_t bytes, unsigned flags);
void kfree(const void* memory);
void vfree(const void* memory);
void kvfree(const void* memory);
unsigned long copy_from_user(void* to, const void* from, unsigned long bytes);
unsigned long copy_to_user(void* to, const void* from, unsigned long bytes);
unsigned long clear_user(void* to, unsigned long bytes);
void kernel_fpu_begin();
void kernel_fpu_end();
bool irq_fpu_usable();
int cond_resched();
int fatal_signal_pending(void* task);
struct mutex;
void mutex_init(mutex* lock);
void mutex_destroy(mutex* lock);
void mutex_lock(mutex* lock);
int mutex_lock_killable(mutex* lock);
void mutex_unlock(mutex* lock);
struct rw_semaphore;
void init_rwsem(rw_semaphore* lock);
void down_read(rw_semaphore* lock);
void up_read(rw_semaphore* lock);
void down_write(rw_semaphore* lock);
int down_write_killable(rw_semaphore* lock);
void up_write(rw_semaphore* lock);
}

namespace iopact {
namespace {

constexpr unsigned zero = 0x1, no_warning = 0x2, may_sleep = 0x40;

void* address(std::uint64_t caller) { return reinterpret_cast<void*>(static_cast<std::uintptr_t>(caller)); }

class Standin : public testing::Test {
 protected:
  Standin() { standin_enter(&caller); }
  ~Standin() override {
    standin_clear_faults();
    standin_leave();
    EXPECT_EQ(standin_live_allocations(), 0u);
  }

  UserSpace space{Width::bits64};
  standin_caller caller{&space,
                        [](void* context, void* to, std::uint64_t from, std::size_t bytes) {
                          return static_cast<UserSpace*>(context)->copy_in(to, from, bytes);
                        },
                        [](void* context, std::uint64_t to, const void* from, std::size_t bytes) {
                          return static_cast<UserSpace*>(context)->copy_out(to, from, bytes);
                        }};
  alignas(64) unsigned char lock_memory[256] = {};
  mutex* lock = reinterpret_cast<mutex*>(lock_memory);
  rw_semaphore* sem = reinterpret_cast<rw_semaphore*>(lock_memory);
};

using StandinMemory = Standin;

TEST_F(StandinMemory, IsZeroOnlyWhenAskedFor) {
  auto* garbage = static_cast<unsigned char*>(kmalloc(100, may_sleep));
  auto* zeroes = static_cast<unsigned char*>(kmalloc(100, may_sleep | zero));
  EXPECT_NE(garbage[99], 0);
  EXPECT_EQ(zeroes[99], 0);
  EXPECT_EQ(standin_live_allocations(), 2u);
  kfree(garbage);
  kvfree(zeroes);
  kfree(nullptr);
}

TEST_F(StandinMemory, IsAlignedAsTheKernels) {
  for (const std::size_t bytes : {64, 1024, 4096, 65536}) {
    void* memory = kmalloc(bytes, may_sleep);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % std::min<std::size_t>(bytes, 4096), 0u);
    kfree(memory);
  }
}

TEST_F(StandinMemory, HasTheKernelsLimits) {
  EXPECT_EQ(kmalloc((4 << 20) + 1, may_sleep | no_warning), nullptr);
  EXPECT_EQ(kvmalloc(std::size_t{1} << 31, may_sleep | no_warning), nullptr);
  EXPECT_EQ(__vmalloc(0, may_sleep | no_warning), nullptr);
  EXPECT_EQ(__vmalloc(~std::size_t{0}, may_sleep | no_warning), nullptr);
  EXPECT_DEATH(kmalloc((4 << 20) + 1, may_sleep), "WARN_ON");
  void* large = kvmalloc(5 << 20, may_sleep);
  EXPECT_NE(large, nullptr);
  EXPECT_DEATH(kfree(large), "did not come from that allocator");
  vfree(large);
}

TEST_F(StandinMemory, IsFreedOnce) {
  void* memory = kmalloc(8, may_sleep);
  EXPECT_DEATH(vfree(memory), "did not come from that allocator");
  kfree(memory);
}

TEST_F(StandinMemory, RunsShortAtTheNthAllocation) {
  standin_fail_allocations(1, 2);
  void* first = kmalloc(8, may_sleep);
  EXPECT_NE(first, nullptr);
  EXPECT_TRUE(standin_fail_allocations_pending());
  EXPECT_EQ(kvmalloc(8, may_sleep), nullptr);
  EXPECT_FALSE(standin_fail_allocations_pending());
  EXPECT_EQ(kmalloc(8, may_sleep), nullptr);
  void* fourth = __vmalloc(8, may_sleep);
  EXPECT_NE(fourth, nullptr);
  kfree(first);
  vfree(fourth);
}

using StandinUser = Standin;

TEST_F(StandinUser, WhatCannotBeReadBecomesZero) {
  const auto from = space.alloc(4);
  space.fill(from, 4, std::byte{7});
  unsigned char to[6];
  std::memset(to, 9, sizeof(to));
  EXPECT_EQ(copy_from_user(to, address(from), 6), 2u);
  EXPECT_EQ(to[3], 7);
  EXPECT_EQ(to[4], 0);
  EXPECT_EQ(to[5], 0);
}

TEST_F(StandinUser, ClearUserGoesUpToTheFault) {
  const auto to = space.alloc(10'000);
  space.fill(to, 10'000, std::byte{7});
  EXPECT_EQ(clear_user(address(to + 1), 9'999), 0u);
  EXPECT_EQ(space.view(to, 1)[0], std::byte{7});
  EXPECT_EQ(space.view(to + 9'999, 1)[0], std::byte{0});
  EXPECT_EQ(clear_user(address(to), 10'005), 5u);
  EXPECT_EQ(clear_user(address(UserSpace::unmapped), 10'000), 10'000u);
}

TEST_F(StandinUser, NeedsASystemCall) {
  standin_leave();
  unsigned char byte = 0;
  EXPECT_DEATH(copy_to_user(address(1), &byte, 1), "outside a system call");
  standin_enter(&caller);
  EXPECT_DEATH(standin_enter(&caller), "within a system call");
}

using StandinThread = Standin;

TEST_F(StandinThread, FloatingPointSectionsDoNotSleep) {
  EXPECT_TRUE(irq_fpu_usable());
  kernel_fpu_begin();
  EXPECT_FALSE(irq_fpu_usable());
  unsigned char byte = 0;
  EXPECT_DEATH(kernel_fpu_begin(), "nested");
  EXPECT_DEATH(cond_resched(), "cond_resched in a floating-point section");
  EXPECT_DEATH(copy_to_user(address(1), &byte, 1), "copy_to_user in a floating-point section");
  EXPECT_DEATH(kmalloc(8, may_sleep), "allocation that may sleep in a floating-point section");
  EXPECT_DEATH(mutex_lock(lock), "mutex_lock in a floating-point section");
  EXPECT_DEATH(standin_leave(), "floating-point section is open");
  kernel_fpu_end();
  EXPECT_DEATH(kernel_fpu_end(), "was not open");
}

TEST_F(StandinThread, ASignalComesAtTheNthLookAndStays) {
  standin_signal_at(1);
  EXPECT_EQ(fatal_signal_pending(nullptr), 0);
  EXPECT_TRUE(standin_signal_pending());
  EXPECT_EQ(fatal_signal_pending(nullptr), 1);
  EXPECT_EQ(fatal_signal_pending(nullptr), 1);
  standin_clear_faults();
  EXPECT_EQ(fatal_signal_pending(nullptr), 0);
}

TEST_F(StandinThread, LocksAreGivenBack) {
  mutex_init(lock);
  mutex_lock(lock);
  EXPECT_DEATH(standin_leave(), "a lock is held");
  mutex_unlock(lock);
  EXPECT_DEATH(mutex_unlock(lock), "not held");
  mutex_destroy(lock);
}

// Runs `work` in another thread while this one holds a lock, until that thread has failed to get it.
TEST_F(StandinThread, ASignalEndsTheWaitForALock) {
  mutex_init(lock);
  mutex_lock(lock);
  int result = 0;
  std::thread([&] {
    standin_signal_at(0);
    result = mutex_lock_killable(lock);
    standin_clear_faults();
  }).join();
  EXPECT_EQ(result, -EINTR);
  mutex_unlock(lock);
  standin_signal_at(0);
  EXPECT_EQ(mutex_lock_killable(lock), 0) << "no wait, no interruption";
  mutex_unlock(lock);
  mutex_destroy(lock);
}

TEST_F(StandinThread, ReadersShareAndWritersDoNot) {
  init_rwsem(sem);
  down_read(sem);
  down_read(sem);
  int result = 0;
  std::thread([&] {
    standin_signal_at(0);
    result = down_write_killable(sem);
    standin_clear_faults();
  }).join();
  EXPECT_EQ(result, -EINTR);
  up_read(sem);
  up_read(sem);
  down_write(sem);
  up_write(sem);
}

TEST(StandinModule, LoadsSetsParametersAndUnloads) {
  EXPECT_EQ(standin_set_param("no_such_parameter", "1"), -ENOENT);
  EXPECT_EQ(standin_set_param("max_bytes", "many"), -EINVAL);
  EXPECT_EQ(standin_set_param("simd", "no_such_set"), 0);
  EXPECT_EQ(standin_load(), -EINVAL);
  EXPECT_EQ(standin_set_param("simd", "auto"), 0);
  ASSERT_EQ(standin_load(), 0);
  EXPECT_STREQ(standin_device_name(), "vexfs");
  EXPECT_DEATH(standin_load(), "loaded twice");
  void* left = kmalloc(8, may_sleep);
  EXPECT_DEATH(standin_unload(), "leaves allocations behind");
  kfree(left);
  standin_unload();
}

}  // namespace
}  // namespace iopact
