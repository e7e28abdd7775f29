// SPDX-License-Identifier: GPL-2.0-or-later
// Field values: a valid request with exactly one field changed, for every row of the generated table, and two
// fields changed, where the one that is checked first decides.
#include <algorithm>
#include <cerrno>
#include <string>

#include "conformance/suite/on_device.h"

namespace iopact::conformance {
namespace {

class Fields : public OnDevice, public testing::WithParamInterface<int> {
 protected:
  Fields() {
    prepare(space, *file, interface(), command);
    request.set(row.field, row.value);
  }

  const cases::Case& row = interface().cases[GetParam()];
  const cases::Command& command = interface().commands[row.command];
  std::unique_ptr<File> file = open();
  Request request{space, command};
};

std::vector<int> all_rows() {
  std::vector<int> rows(vexfs_v2::cases.cases.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i);
  return rows;
}

std::string row_name(const testing::TestParamInfo<int>& info) {
  std::string name = vexfs_v2::cases.cases[info.param].name;
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

TEST_P(Fields, OneValue) {
  if (row.error == 0) {
    EXPECT_EQ(request.call(*file), 0);
  } else {
    expect_refused(*file, request.number(), request.place(), row.error);
    EXPECT_NE(std::ranges::find(command.errors, row.error), command.errors.end())
        << "errno is not documented";
  }
}

INSTANTIATE_TEST_SUITE_P(Generic, Fields, testing::ValuesIn(all_rows()), row_name);

class FieldOrder : public OnDevice, public testing::WithParamInterface<int> {
 protected:
  // One row for each way to fail a check: other values of the same field and error go the same way.
  std::vector<const cases::Case*> failures() const {
    std::vector<const cases::Case*> found;
    for (const cases::Case& row : interface().cases) {
      if (row.command != GetParam() || row.error == 0) continue;
      const auto same = [&](const cases::Case* c) { return c->order == row.order && c->error == row.error; };
      if (std::ranges::none_of(found, same)) found.push_back(&row);
    }
    return found;
  }

  void expect_first_decides(File& file, const cases::Case& a, const cases::Case& b) {
    const BufferScope scope(space);
    Request request(space, command);
    request.set(a.field, a.value);
    request.set(b.field, b.value);
    const cases::Case& first = a.order < b.order ? a : b;
    EXPECT_EQ(request.call(file), -first.error) << a.name << " together with " << b.name;
  }

  const cases::Command& command = interface().commands[GetParam()];
};

TEST_P(FieldOrder, EarlierCheckDecides) {
  const std::unique_ptr<File> file = open();
  prepare(space, *file, interface(), command);
  const State before = client(*file).state();
  const auto rows = failures();
  for (const cases::Case* a : rows) {
    for (const cases::Case* b : rows) {
      if (a->field < b->field) expect_first_decides(*file, *a, *b);
    }
  }
  EXPECT_EQ(before, client(*file).state());
}

// Field values are judged before the file's state.
TEST_P(FieldOrder, FieldsBeforeState) {
  const std::unique_ptr<File> file = open();
  for (const cases::Case* row : failures()) {
    const BufferScope scope(space);
    Request request(space, command);
    request.set(row->field, row->value);
    EXPECT_EQ(request.call(*file), -row->error) << row->name;
  }
}

// … and before any address inside the argument.
TEST_P(FieldOrder, FieldsBeforeNestedMemory) {
  const std::unique_ptr<File> file = open();
  prepare(space, *file, interface(), command);
  for (const cases::Case* row : failures()) {
    const BufferScope scope(space);
    Request request(space, command);
    for (std::size_t i = 0; i < command.fields.size(); ++i) {
      if (command.fields[i].kind == cases::Kind::pointer)
        request.set(static_cast<int>(i), UserSpace::unmapped);
    }
    request.set(row->field, row->value);
    EXPECT_EQ(request.call(*file), -row->error) << row->name;
  }
}

INSTANTIATE_TEST_SUITE_P(Generic, FieldOrder, testing::ValuesIn(commands_that_read()), command_name);

}  // namespace
}  // namespace iopact::conformance
