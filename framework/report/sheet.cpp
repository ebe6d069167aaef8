// SPDX-License-Identifier: Apache-2.0
#include "framework/report/sheet.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/cache/key.hpp"
#include "framework/report/base64.hpp"

namespace pipeline::report {

namespace {

constexpr size_t longest_text = 4000;
constexpr int smallest_side = 96;

bool is_svg(const host::Value& file) {
  return file.media_type() && std::string_view(file.media_type()).starts_with("image/svg+xml");
}

// As far as all browsers of today do.
bool browser_shows(const host::Value& file) {
  const std::string_view type = file.media_type();
  return type == "image/png" || type == "image/jpeg" || type == "image/webp";
}

std::string text_of(const host::Value& file) {
  const std::string_view type = file.media_type(), bytes = *file.bytes();
  if (!type.starts_with("text/") && !type.starts_with("application/json")) {
    return std::string(type) + ", " + std::to_string(bytes.size()) + " bytes";
  }
  return std::string(bytes.substr(0, longest_text)) + (bytes.size() > longest_text ? " ..." : "");
}

class Fitting {
 public:
  Fitting(const std::vector<Subject>& subjects, size_t room, int side, const Encoder& encoder)
      : encoder_(encoder), room_(room), subjects_(subjects), parts_(subjects.size()) {
    sheet_.shown.resize(subjects.size());
    for_each([&](size_t i) { prepare(i); });
    int longest = 1;
    for (const Part& part : parts_) longest = std::max(longest, part.side());
    sheet_.scale = std::min(1.0, static_cast<double>(side) / longest);
    base_ = sheet_.scale;
    for_each([&](size_t i) { shrink(parts_[i]); });
    least_ = std::min(sheet_.scale, static_cast<double>(smallest_side) / longest);
  }

  Sheet run() {
    const double wanted = sheet_.scale;
    bool drawn = false;  // SVG have become pictures
    for (encode(); sheet_.size > room_; encode()) {
      const size_t fixed = size_of_svg();
      if (!drawn && fixed > room_ / 2) {
        drawn = true;
        for_each([&](size_t i) { draw(i); });
        continue;
      }
      if (sheet_.scale <= least_ || fixed >= room_) break;
      const double share =
          static_cast<double>(room_ - fixed) / static_cast<double>(sheet_.size - fixed);
      sheet_.scale = std::max(least_, sheet_.scale * std::min(0.9, 0.95 * std::sqrt(share)));
    }
    sheet_.whole = sheet_.scale == wanted && !drawn && sheet_.size <= room_;
    leave_out(false);
    leave_out(true);
    return std::move(sheet_);
  }

 private:
  struct Part {
    host::Value file, picture;  // the same to look at; one of them may be empty
    bool svg = false;
    int side() const {
      const auto* image = picture.image();
      return image ? std::max(image->width, image->height) : 0;
    }
  };

  template <class Work>
  void for_each(Work work) {
    tbb::parallel_for(size_t{0}, parts_.size(), work);
  }

  void prepare(size_t i) {
    const Subject& subject = subjects_[i];
    Part& part = parts_[i];
    Shown& shown = sheet_.shown[i];
    shown.text = subject.text;
    if (subject.value.image()) part.picture = subject.value;
    if (subject.value.bytes()) {
      part.svg = is_svg(subject.value);
      if (part.svg || browser_shows(subject.value)) part.file = subject.value;
      if (!part.svg) part.picture = encoder_.decoded(subject.value);
      if (!part.file && !part.picture) shown.text = text_of(subject.value);
    }
    if (const auto* image = part.picture.image()) {
      shown.width = image->width;
      shown.height = image->height;
    }
  }

  // To the side that is asked for, once: what is tried after that begins there.
  void shrink(Part& part) {
    if (part.picture) part.picture = encoder_.scaled(part.picture, base_);
  }

  void draw(size_t i) {
    Part& part = parts_[i];
    if (!part.svg) return;
    part.picture = encoder_.decoded(part.file);
    if (!part.picture) return;
    part.file.reset();
    part.svg = false;
    sheet_.shown[i].width = part.picture.image()->width;
    sheet_.shown[i].height = part.picture.image()->height;
    shrink(part);
  }

  // All at the present scale. What cannot be encoded is not shown.
  void encode() {
    for_each([&](size_t i) {
      const Part& part = parts_[i];
      host::Value& file = sheet_.shown[i].file;
      file.reset();
      if (part.file && (part.svg || sheet_.scale == 1 || !part.picture)) {
        file = part.file;
      } else if (part.picture) {
        const auto smaller = encoder_.scaled(part.picture, sheet_.scale / base_);
        if (smaller) encoder_.encode(smaller, file);
      }
    });
    share_equal();
  }

  void share_equal() {
    std::map<cache::Key, host::Value> known;
    sheet_.size = 0;
    for (Shown& shown : sheet_.shown) {
      if (!shown.file) continue;
      const auto [at, is_new] = known.emplace(cache::key_of(*shown.file.bytes()), shown.file);
      if (is_new) sheet_.size += size_in_page(shown.file);
      shown.file = at->second;
    }
  }

  size_t size_of_svg() const {
    size_t size = 0;
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].svg) size += size_in_page(sheet_.shown[i].file);
    }
    return std::min(size, sheet_.size);  // equal ones count each time
  }

  void leave_out(bool vital) {
    for (size_t i = parts_.size(); i-- > 0 && sheet_.size > room_;) {
      if (subjects_[i].vital != vital || !sheet_.shown[i].file) continue;
      sheet_.shown[i].file.reset();
      share_equal();
    }
  }

  const Encoder& encoder_;
  const size_t room_;
  const std::vector<Subject>& subjects_;
  std::vector<Part> parts_;
  double least_ = 1, base_ = 1;  // scales: the smallest, and that of the pictures in parts_
  Sheet sheet_;
};

}  // namespace

size_t size_in_page(const host::Value& file) {
  constexpr size_t around = 100;  // the element that holds it
  return file ? base64_size(file.bytes()->size()) + around : 0;
}

Sheet make_sheet(const std::vector<Subject>& subjects, size_t room, int side,
                 const Encoder& encoder) {
  return Fitting(subjects, room, side, encoder).run();
}

}  // namespace pipeline::report
