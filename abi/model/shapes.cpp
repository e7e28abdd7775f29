// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/shapes.h"

namespace iopact {

namespace {

using enum KeyKind;

constexpr bool required = true;
constexpr bool optional = false;

extern const Shape aggregate_shape;

constexpr Key header_keys[] = {{"name", text, required}, {"guard", text, required}};
constexpr Shape header_shape{"header", header_keys};

constexpr Key type_keys[] = {{"letter", text, required}, {"macro", text}};
constexpr Shape type_shape{"type", type_keys};

constexpr Key device_keys[] = {{"node", text, required}, {"mode", text}};
constexpr Shape device_shape{"device", device_keys};

constexpr Key constant_keys[] = {
    {"name", text, required}, {"value", constant_value}, {"size_of", text}, {"doc", text}};
constexpr Shape constant_shape{"constant", constant_keys};

constexpr Key enumerator_keys[] = {
    {"name", text, required}, {"value", number, required}, {"retired", boolean}, {"doc", text}};
constexpr Shape enumerator_shape{"enumerator", enumerator_keys};

constexpr Key enum_keys[] = {{"name", text, required},
                             {"open", boolean},
                             {"style", text},
                             {"values", objects, required, &enumerator_shape},
                             {"doc", text}};
constexpr Shape enum_shape{"enum", enum_keys};

constexpr Key flag_set_keys[] = {{"name", text, required},
                                 {"flags", objects, required, &enumerator_shape},
                                 {"exclusive", text_groups},
                                 {"zero_means", text},
                                 {"doc", text}};
constexpr Shape flag_set_shape{"flag_set", flag_set_keys};

constexpr Key range_keys[] = {{"min", number}, {"max", number}};
constexpr Shape range_shape{"range", range_keys};

constexpr Key extensible_keys[] = {{"size_field", text}, {"min_size_after", text, required}};
constexpr Shape extensible_shape{"extensible", extensible_keys};

constexpr Key field_keys[] = {{"name", text},
                              {"type", text},
                              {"struct", object, optional, &aggregate_shape},
                              {"union", object, optional, &aggregate_shape},
                              {"array", text},
                              {"bits", number},
                              {"align", number},
                              {"direction", text},
                              {"kind", text},
                              {"zero", boolean},
                              {"range", object, optional, &range_shape},
                              {"enum", text},
                              {"unsupported", texts},
                              {"flags", text},
                              {"power_of_two", boolean},
                              {"zero_means", text},
                              {"points_to", text},
                              {"writes", boolean},
                              {"length", texts},
                              {"bound", texts},
                              {"nullable", boolean},
                              {"discriminator", text},
                              {"selects", number},
                              {"unit", text},
                              {"since", text},
                              {"example", number},
                              {"doc", text}};
constexpr Shape field_shape{"field", field_keys};

constexpr Key aggregate_keys[] = {
    {"fields", objects, required, &field_shape}, {"packed", boolean}, {"align", number}, {"doc", text}};
constexpr Shape aggregate_shape{"aggregate", aggregate_keys};

constexpr Key struct_keys[] = {
    {"name", text, required}, {"kind", text},    {"fields", objects, required, &field_shape},
    {"packed", boolean},      {"align", number}, {"extensible", object, optional, &extensible_shape},
    {"since", text},          {"doc", text}};
constexpr Shape struct_shape{"struct", struct_keys};

constexpr Key error_keys[] = {{"errno", text, required}, {"when", text, required}};
constexpr Shape error_shape{"error", error_keys};

constexpr Key command_keys[] = {{"name", text, required},
                                {"nr", number, required},
                                {"direction", text, required},
                                {"argument", text},
                                {"access", text},
                                {"capability", text},
                                {"errors", objects, optional, &error_shape},
                                {"after", texts},
                                {"since", text},
                                {"deprecated", text},
                                {"replaced_by", text},
                                {"doc", text}};
constexpr Shape command_shape{"command", command_keys};

constexpr Key retired_number_keys[] = {{"nr", number, required}, {"name", text}, {"reason", text, required}};
constexpr Shape retired_number_shape{"retired_number", retired_number_keys};

constexpr Key retired_flag_keys[] = {{"set", text, required},
                                     {"name", text, required},
                                     {"value", number, required},
                                     {"reason", text, required}};
constexpr Shape retired_flag_shape{"retired_flag", retired_flag_keys};

constexpr Key retired_keys[] = {{"numbers", objects, optional, &retired_number_shape},
                                {"flags", objects, optional, &retired_flag_shape}};
constexpr Shape retired_shape{"retired", retired_keys};

constexpr Key waiver_keys[] = {{"rule", text, required},
                               {"at", text, required},
                               {"reason", text, required},
                               {"owner", text, required},
                               {"expires", text}};
constexpr Shape waiver_shape{"waiver", waiver_keys};

constexpr Key spec_keys[] = {{"$schema", text},
                             {"interface", text, required},
                             {"title", text, required},
                             {"version", text, required},
                             {"level", text, required},
                             {"license", text, required},
                             {"header", object, required, &header_shape},
                             {"type", object, required, &type_shape},
                             {"device", object, optional, &device_shape},
                             {"doc", text},
                             {"constants", objects, optional, &constant_shape},
                             {"enums", objects, optional, &enum_shape},
                             {"flag_sets", objects, optional, &flag_set_shape},
                             {"structs", objects, optional, &struct_shape},
                             {"commands", objects, optional, &command_shape},
                             {"retired", object, optional, &retired_shape},
                             {"waivers", objects, optional, &waiver_shape}};

constexpr Key waiver_file_keys[] = {{"$schema", text}, {"waivers", objects, required, &waiver_shape}};

constexpr const Shape* shapes[] = {
    &spec_shape,           &header_shape,       &type_shape,     &device_shape, &constant_shape,
    &enumerator_shape,     &enum_shape,         &flag_set_shape, &range_shape,  &extensible_shape,
    &field_shape,          &aggregate_shape,    &struct_shape,   &error_shape,  &command_shape,
    &retired_number_shape, &retired_flag_shape, &retired_shape,  &waiver_shape};

}  // namespace

const Shape spec_shape{"spec", spec_keys};
const Shape waiver_file_shape{"waiver file", waiver_file_keys};

std::span<const Shape* const> all_shapes() { return shapes; }

}  // namespace iopact
