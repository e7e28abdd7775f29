// SPDX-License-Identifier: GPL-2.0-or-later
// Readings kept from run to run, so that a check of what has not changed starts no compiler.
#pragma once

#include <optional>
#include <string>

#include "abi/read/cell.h"

namespace iopact {

class ReadingCache {
 public:
  // An empty folder: nothing is kept.
  explicit ReadingCache(std::string folder) : folder_(std::move(folder)) {}

  // `key` names everything a reading depends on but the contents of files; those are compared. Damaged entries and
  // entries of another key are no hits.
  std::optional<CellReading> find(const std::string& key) const;

  // Whole entries only, also beside other processes. A cache that cannot be written is no error.
  void store(const std::string& key, const CellReading& reading) const;

 private:
  std::string file_of(const std::string& key) const;
  std::string folder_;
};

// $XDG_CACHE_HOME/iopact or ~/.cache/iopact; empty where neither is known.
std::string default_cache_folder();

}  // namespace iopact
