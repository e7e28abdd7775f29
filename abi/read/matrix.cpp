// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/matrix.h"

#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <system_error>
#include <thread>

#include "abi/read/clang_reader.h"
#include "abi/read/reading_cache.h"

namespace iopact {
namespace {

// A column: how it reads one target, and what tells it from a column read before.
struct Column {
  std::string name;
  std::function<Result<CellReading>(const Target&)> read;
  std::function<std::string(const Target&)> identity;
};

std::string join(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, "\n")); }

Column compiler_column(const MatrixRequest& request, const Compiler& compiler) {
  return {compiler.name,
          [&request, compiler](const Target& target) {
            return read_cell(*request.spec, request.header, compiler, target);
          },
          [compiler](const Target& target) {
            const auto command = compiler_command(compiler, target);
            return command ? join(*command) + program_identity(command->front()) + program_identity("pahole") : "";
          }};
}

Column libclang_column(const MatrixRequest& request, const ClangReader& reader) {
  return {reader.name,
          [&request](const Target& target) { return read_cell_with_libclang(*request.spec, request.header, target); },
          [reader](const Target& target) {
            const auto options = clang_options(target);
            return options ? join(*options) + reader.identity : "";
          }};
}

std::vector<Column> make_columns(const MatrixRequest& request) {
  std::vector<Column> columns;
  for (const auto& compiler : request.compilers) columns.push_back(compiler_column(request, compiler));
  const auto libclang = find_clang_reader();
  if (request.with_libclang && libclang) columns.push_back(libclang_column(request, *libclang));
  return columns;
}

class Reader {
 public:
  explicit Reader(const MatrixRequest& request)
      : request_(request),
        cache_(request.cache_folder),
        common_key_(fmt::format("{}\n{}\n{}\n", file_identity("/proc/self/exe"), request.header,
                                make_probe(*request.spec).text)) {}

  void read(const Column& column, MatrixCell& cell) const {
    const auto identity = column.identity(*cell.target);
    const auto key = fmt::format("{}{}\n{}\n{}", common_key_, column.name, cell.target->name, identity);
    if (auto cached = cache_.find(key); cached && !identity.empty()) {
      cell.result = std::move(cached->found);
      cell.from_cache = true;
      return;
    }
    auto reading = column.read(*cell.target);
    if (reading) cache_.store(key, *reading);
    if (reading)
      cell.result = std::move(reading->found);
    else
      cell.result = reading.failure();
  }

 private:
  const MatrixRequest& request_;
  ReadingCache cache_;
  std::string common_key_;
};

// Calls `work(i)` for each i below `count` on several threads.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (auto i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs && i < count; ++i) threads.emplace_back(run);
  run();
}

}  // namespace

Matrix read_matrix(const MatrixRequest& request) {
  const auto columns = make_columns(request);
  Matrix matrix;
  for (const auto& column : columns) matrix.columns.push_back(column.name);
  for (const auto* target : request.targets)
    for (const auto& column : columns) matrix.cells.push_back({column.name, target, Failure{}, false});
  const Reader reader(request);
  in_parallel(matrix.cells.size(), request.jobs, [&](std::size_t i) {
    try {
      reader.read(columns[i % columns.size()], matrix.cells[i]);
    } catch (const std::system_error& error) {
      matrix.cells[i].result = Failure{error.what()};
    }
  });
  return matrix;
}

}  // namespace iopact
