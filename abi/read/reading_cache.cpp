// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/reading_cache.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "abi/model/hash.h"
#include "abi/read/temporary.h"

namespace iopact {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::uint64_t hash_of(std::string_view text) {
  Hash hash;
  hash.add(text);
  return hash.value();
}

json pack(const FieldLayout& field) {
  return {field.path,       field.type,     field.offset, field.size,
          field.bit_offset, field.bit_size, field.depth};
}

json pack(const StructLayout& layout) {
  json fields = json::array();
  for (const auto& field : layout.fields) fields.push_back(pack(field));
  return {layout.name, layout.size, layout.align, std::move(fields)};
}

json pack(const FoundValue& value) {
  return {value.name, std::visit([](const auto& is) { return json(is); }, value.value)};
}

template <class Items>
json pack_all(const Items& items) {
  json result = json::array();
  for (const auto& item : items) result.push_back(pack(item));
  return result;
}

// Contents of the files a reading depends on: [[path, hash], ...].
json pack_files(const std::vector<std::string>& files) {
  json result = json::array();
  for (const auto& file : files) {
    std::string text;
    if (!read_file(file, text)) return nullptr;
    result.push_back({file, hash_of(text)});
  }
  return result;
}

FieldLayout unpack_field(const json& row) {
  FieldLayout field;
  row.at(0).get_to(field.path);
  row.at(1).get_to(field.type);
  row.at(2).get_to(field.offset);
  row.at(3).get_to(field.size);
  row.at(4).get_to(field.bit_offset);
  row.at(5).get_to(field.bit_size);
  row.at(6).get_to(field.depth);
  field.align = 0;
  return field;
}

StructLayout unpack_struct(const json& row) {
  StructLayout layout;
  row.at(0).get_to(layout.name);
  row.at(1).get_to(layout.size);
  row.at(2).get_to(layout.align);
  for (const auto& field : row.at(3)) layout.fields.push_back(unpack_field(field));
  return layout;
}

FoundValue unpack_value(const json& row) {
  FoundValue value{row.at(0).get<std::string>(), {}};
  const auto& is = row.at(1);
  if (is.is_string())
    value.value = is.get<std::string>();
  else if (is.is_number_unsigned())
    value.value = is.get<std::uint64_t>();
  else
    value.value = is.get<std::int64_t>();
  return value;
}

bool is_unchanged(const json& files) {
  for (const auto& row : files) {
    std::string text;
    if (!read_file(row.at(0).get<std::string>(), text) || hash_of(text) != row.at(1).get<std::uint64_t>())
      return false;
  }
  return true;
}

CellReading unpack(const json& entry) {
  CellReading reading;
  for (const auto& row : entry.at("structs")) reading.found.structs.push_back(unpack_struct(row));
  for (const auto& row : entry.at("values")) reading.found.values.push_back(unpack_value(row));
  for (const auto& row : entry.at("files")) reading.files.push_back(row.at(0).get<std::string>());
  return reading;
}

// Beside the final name, unlike that of any other writer.
std::string temporary_name(const std::string& file) {
  static std::atomic<unsigned> count{0};
  return fmt::format("{}.{}.{}", file, getpid(), count++);
}

}  // namespace

std::string ReadingCache::file_of(const std::string& key) const {
  return fmt::format("{}/{:016x}", folder_, hash_of(key));
}

std::optional<CellReading> ReadingCache::find(const std::string& key) const {
  std::string text;
  if (folder_.empty() || !read_file(file_of(key), text)) return std::nullopt;
  try {
    const auto entry = json::from_cbor(text);
    if (entry.at("key") == key && is_unchanged(entry.at("files"))) return unpack(entry);
  } catch (const json::exception&) {
    // A damaged entry: read the header again.
  }
  return std::nullopt;
}

void ReadingCache::store(const std::string& key, const CellReading& reading) const {
  const json files = pack_files(reading.files);
  if (folder_.empty() || files.is_null()) return;
  const auto bytes = json::to_cbor({{"key", key},
                                    {"files", files},
                                    {"structs", pack_all(reading.found.structs)},
                                    {"values", pack_all(reading.found.values)}});
  const auto file = file_of(key);
  const auto temporary = temporary_name(file);
  std::error_code error;
  fs::create_directories(folder_, error);
  std::ofstream stream(temporary, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (stream) fs::rename(temporary, file, error);
  if (!stream || error) fs::remove(temporary, error);
}

std::string default_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return std::string(cache) + "/iopact";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::string(home) + "/.cache/iopact";
  return "";
}

}  // namespace iopact
