// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/made.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/type_bytes.hpp"

namespace pipeline::cache {

namespace {

using host::Value;

enum class Form : uint32_t { none = 0, known = 1, third_party = 2 };

// The head; then for each value one of the second, the name of a third party's type, and the bytes.
struct Head {
  uint32_t count, unused;
  uint64_t bytes;
};
struct ValueHead {
  Form form;
  uint32_t type_size;
  uint64_t size;
};

std::string_view view_of(const auto& object) {
  return {reinterpret_cast<const char*>(&object), sizeof object};
}

template <class T>
bool take(std::string_view& from, T& to) {
  if (from.size() < sizeof to) return false;
  std::memcpy(&to, from.data(), sizeof to);
  from.remove_prefix(sizeof to);
  return true;
}

bool take(std::string_view& from, uint64_t size, std::string_view& to) {
  if (from.size() < size) return false;
  to = from.substr(0, size);
  from.remove_prefix(size);
  return true;
}

bool is_known(std::string_view type) {
  constexpr std::string_view known[] = {PIPELINE_TYPE_IMAGE, PIPELINE_TYPE_LABELS,
                                        PIPELINE_TYPE_PATHS, PIPELINE_TYPE_BYTES,
                                        PIPELINE_TYPE_NUMBER};
  return std::find(std::begin(known), std::end(known), type) != std::end(known);
}

// A value as what is written of it.
struct Item {
  ValueHead head{};
  std::string_view type;
  Value value;
};

}  // namespace

const pipeline_type* MadeBytes::type_of(std::string_view id, std::string& library) const {
  std::filesystem::path file;
  const pipeline_type* type = registry_.type(id, &file);
  library = file.native();
  return type && type->to_bytes && type->from_bytes ? type : nullptr;
}

bool MadeBytes::can_write(std::string_view type) const {
  std::string library;
  return is_known(type) || type_of(type, library);
}

Value MadeBytes::as_bytes(const Value& value) const {
  std::string library;
  const pipeline_type* type = type_of(value.type(), library);
  Value bytes;
  if (!type || !host::to_bytes(*type, "cache", library, value, environment_, bytes)) return {};
  return bytes;
}

Value MadeBytes::from_bytes(std::string_view id, const Value& bytes) const {
  std::string library;
  const pipeline_type* type = type_of(id, library);
  Value value;
  if (!type || !bytes.bytes()) return {};
  if (!host::from_bytes(*type, "cache", library, bytes, environment_, value)) return {};
  return value;
}

void MadeBytes::write(const Made& made, const Write& write) const {
  std::vector<Item> items;
  uint64_t size = sizeof(Head);
  for (const Value& value : made.values) {
    Item& item = items.emplace_back();
    if (value) {
      const bool known = is_known(value.type());
      item.head.form = known ? Form::known : Form::third_party;
      item.value = known ? value : as_bytes(value);
      if (!known) item.type = value.type();
      item.head.type_size = static_cast<uint32_t>(item.type.size());
      const auto count = [&](std::string_view part) { item.head.size += part.size(); };
      if (!item.value || !write_value(item.value, count)) return;
    }
    size += sizeof item.head + item.type.size() + item.head.size;
  }
  write(size, [&](const Part& part) {
    part(view_of(Head{static_cast<uint32_t>(items.size()), 0, made.bytes}));
    for (const Item& item : items) {
      part(view_of(item.head));
      part(item.type);
      if (item.value) write_value(item.value, part);
    }
  });
}

std::optional<Made> MadeBytes::read(std::string_view bytes) const {
  Head head{};
  if (!take(bytes, head)) return std::nullopt;
  Made made;
  made.bytes = head.bytes;
  for (uint32_t k = 0; k < head.count; ++k) {
    ValueHead value{};
    std::string_view type, part;
    if (!take(bytes, value) || !take(bytes, value.type_size, type) ||
        !take(bytes, value.size, part)) {
      return std::nullopt;
    }
    Value& to = made.values.emplace_back();
    if (value.form == Form::none) continue;
    to = read_value(part, *environment_.memory, environment_.account);
    if (value.form == Form::third_party) to = from_bytes(type, to);
    if (!to) return std::nullopt;
  }
  if (!bytes.empty()) return std::nullopt;
  return made;
}

}  // namespace pipeline::cache
