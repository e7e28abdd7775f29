// SPDX-License-Identifier: GPL-2.0-or-later
// What only a real node has: descriptors that are shared, other system calls, a mode. In process these are
// skipped.
#include "reference-impl/node_device.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Node : public OnFile {
 protected:
  void SetUp() override {
    if (descriptor < 0) GTEST_SKIP() << "a node only";
    ASSERT_EQ(vexfs.set(1), 0);
    const Floats floats{1};
    InsertRequest request;
    request.vectors = place(space, std::span<const float>(floats));
    request.vector_count = request.dimensions = 1;
    const Bytes bytes = encode(request, width);
    insert_argument = place(space, bytes.data(), bytes.size());
  }

  int insert(int through, unsigned long number) const {
    return static_cast<int>(syscall(SYS_ioctl, through, number, static_cast<unsigned long>(insert_argument)));
  }
  int insert(int through) const { return insert(through, numbers(width).insert); }

  // Runs `work` in a child process; its answer is the exit status.
  template <typename Work>
  static int in_child(Work work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  const int descriptor = descriptor_of(*file);
  std::uint64_t insert_argument = 0;
};

TEST_F(Node, DupSharesTheFile) {
  const int other = dup(descriptor);
  EXPECT_EQ(insert(other), 0);
  EXPECT_EQ(insert(descriptor), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 2}));
  close(other);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 2}));
}

TEST_F(Node, DupKeepsTheFile) {
  ASSERT_EQ(insert(descriptor), 0);
  const int other = dup(descriptor);
  file.reset();
  char image[8192];
  EXPECT_EQ(pread(other, image, sizeof(image), 0), 4096 + 64 + 8);
  close(other);
}

TEST_F(Node, ForkSharesTheFile) {
  EXPECT_EQ(in_child([&] { return insert(descriptor); }), 0);
  EXPECT_EQ(insert(descriptor), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 2}));
}

TEST_F(Node, IsAPrivateCharacterDevice) {
  struct stat about = {};
  ASSERT_EQ(fstat(descriptor, &about), 0);
  EXPECT_TRUE(S_ISCHR(about.st_mode));
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_EQ(about.st_uid, 0U);
}

TEST_F(Node, IsNotForOthers) {
  const std::string path = device.name().substr(5);
  const int error = in_child([&] {
    if (setgid(65534) != 0 || setuid(65534) != 0) return 0;
    return ::open(path.c_str(), O_RDONLY) < 0 ? errno : 0;
  });
  EXPECT_EQ(error, EACCES);
}

TEST_F(Node, OffersNoOtherOperations) {
  EXPECT_EQ(write(descriptor, "x", 1), -1);
  EXPECT_EQ(errno, EINVAL);
  EXPECT_EQ(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, descriptor, 0), MAP_FAILED);
  EXPECT_EQ(errno, ENODEV);
  EXPECT_EQ(ftruncate(descriptor, 0), -1);
  EXPECT_EQ(errno, EINVAL);
}

TEST_F(Node, ReadGoesOnWhereItStopped) {
  ASSERT_EQ(insert(descriptor), 0);
  const Bytes image = vexfs.image();
  Bytes all, piece(777);
  ssize_t got = 0;
  while ((got = read(descriptor, piece.data(), piece.size())) > 0)
    all.insert(all.end(), piece.begin(), piece.begin() + got);
  EXPECT_EQ(got, 0);
  EXPECT_EQ(all, image);
}

// The kernel takes 32 bits of the request; a caller's compiler may have extended the sign.
TEST_F(Node, HighBitsOfTheNumberDoNotCount) {
  const auto number = static_cast<std::uint64_t>(numbers(width).insert);
  EXPECT_EQ(insert(descriptor, static_cast<unsigned long>(number | 0xffffffff'00000000)), 0);
  EXPECT_EQ(insert(descriptor, static_cast<unsigned long>(number | 0x00000001'00000000)), 0);
  EXPECT_EQ(vexfs.stored_ids(), (Ids{1, 2}));
}

TEST_F(Node, APathAloneIsNoOpenFile) {
  const std::string path = device.name().substr(5);
  const int handle = ::open(path.c_str(), O_PATH);
  ASSERT_GE(handle, 0);
  EXPECT_EQ(insert(handle), -1);
  EXPECT_EQ(errno, EBADF);
  close(handle);
}

}  // namespace
}  // namespace iopact::conformance
