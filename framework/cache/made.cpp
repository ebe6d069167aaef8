// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/made.hpp"

#include <string>

#include "framework/cache/packed.hpp"
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
  return host::is_host_type(type) || type_of(type, library);
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
      const bool known = host::is_host_type(value.type());
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
  Reader in(bytes);
  Head head{};
  if (!in.read(head)) return std::nullopt;
  Made made;
  made.bytes = head.bytes;
  for (uint32_t k = 0; k < head.count; ++k) {
    ValueHead value{};
    if (!in.read(value)) return std::nullopt;
    const auto type = in.take(value.type_size);
    const auto part = type ? in.take(value.size) : std::nullopt;
    if (!part) return std::nullopt;
    Value& to = made.values.emplace_back();
    if (value.form == Form::none) continue;
    to = read_value(*part, *environment_.memory, environment_.account);
    if (value.form == Form::third_party) to = from_bytes(*type, to);
    if (!to) return std::nullopt;
  }
  if (in.left() > 0) return std::nullopt;
  return made;
}

}  // namespace pipeline::cache
