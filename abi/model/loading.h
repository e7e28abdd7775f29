// SPDX-License-Identifier: GPL-2.0-or-later
// The steps that turn a spec's JSON into the model, in the order in which names become known. Each fills its
// part of Loading::spec and reports what is ill-formed; whether the whole makes sense is validate.h's
// question.
#pragma once

#include "abi/model/reader.h"
#include "abi/model/spec.h"

namespace iopact {

struct Loading {
  const JsonNode& root;
  Reader reader;
  Spec spec;
  TypeScope scope;
};

void load_interface(Loading& loading);
void load_constants(Loading& loading);
void load_enums(Loading& loading);
void load_flag_sets(Loading& loading);
void load_structs(Loading& loading);
void load_commands(Loading& loading);
void load_retired(Loading& loading);
void load_waivers(Loading& loading);

}  // namespace iopact
