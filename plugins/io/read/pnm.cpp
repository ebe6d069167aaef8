// SPDX-License-Identifier: Apache-2.0
// PBM, PGM and PPM, plain and raw (P1 to P6), after netpbm's pbm(5), pgm(5) and ppm(5). The first
// picture of a file is read.
#include <bit>
#include <cstring>

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

namespace {

constexpr char name[] = "PNM";

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

class PnmDecoder final : public Decoder {
 public:
  explicit PnmDecoder(std::string_view file) : file_(file) {
    const int kind = file_[1] - '0';
    at_ = 2;
    bitmap_ = kind == 1 || kind == 4;
    plain_ = kind <= 3;
    header_.model = kind % 3 == 0 ? Model::rgb : Model::grey;
    header_.width = number("width");
    header_.height = number("height");
    if (!bitmap_) full_ = static_cast<uint32_t>(number("maxval"));
    if (full_ < 1 || full_ > 65535) {
      throw damaged(name, "maxval is " + std::to_string(full_) + ", not 1 to 65535");
    }
    header_.sample = full_ > 255 ? PIPELINE_U16 : PIPELINE_U8;
    if (plain_) return;
    if (at_ >= file_.size()) throw truncated(name);
    if (!is_space(file_[at_++])) throw damaged(name, "no white space after the header");
  }

  void decode(const Raster& to, const BasicCall& call) override {
    // Says at once that samples are missing, before memory is touched.
    const size_t least = plain_ ? samples() : stored_row();
    const size_t rows = static_cast<size_t>(header_.height);
    if ((file_.size() - at_) / least < rows) throw truncated(name);
    for (int64_t y = 0; y < header_.height; ++y) {
      if (y % poll_rows == 0 && call.cancelled()) throw stopped();
      if (header_.sample == PIPELINE_U16) {
        row(reinterpret_cast<uint16_t*>(to.row(y)), 65535);
      } else {
        row(to.row(y), 255);
      }
    }
  }

 private:
  size_t samples() const {
    return static_cast<size_t>(header_.width) * static_cast<size_t>(channels(header_));
  }
  size_t stored_row() const {
    if (bitmap_) return (static_cast<size_t>(header_.width) + 7) / 8;
    return samples() * (full_ > 255 ? 2 : 1);
  }

  // White space and comments.
  void skip() {
    for (; at_ < file_.size(); ++at_) {
      if (file_[at_] == '#') {
        at_ = std::min(file_.find_first_of("\n\r", at_), file_.size() - 1);
      } else if (!is_space(file_[at_])) {
        return;
      }
    }
    throw truncated(name);
  }

  int64_t number(const char* what) {
    skip();
    int64_t value = 0;
    const size_t start = at_;
    for (; at_ < file_.size() && file_[at_] >= '0' && file_[at_] <= '9'; ++at_) {
      value = value * 10 + (file_[at_] - '0');
      if (value > INT32_MAX) throw damaged(name, std::string(what) + " is over 2147483647");
    }
    if (at_ == start) throw damaged(name, std::string("no number where its ") + what + " belongs");
    return value;
  }

  uint32_t plain_sample() {
    if (!bitmap_) return static_cast<uint32_t>(number("sample"));
    skip();  // digits of a plain bitmap may stand without space between them
    const char digit = file_[at_++];
    if (digit != '0' && digit != '1') throw damaged(name, "a bitmap of other digits than 0 and 1");
    return static_cast<uint32_t>(digit - '0');
  }

  uint32_t raw_sample(size_t i) const {
    const auto* p = reinterpret_cast<const unsigned char*>(file_.data()) + at_;
    if (bitmap_) return p[i / 8] >> (7 - i % 8) & 1U;
    return full_ > 255 ? static_cast<uint32_t>(p[2 * i]) << 8 | p[2 * i + 1] : p[i];
  }

  template <class T>
  void row(T* to, uint32_t wanted) {
    if (!plain_ && !bitmap_ && full_ == 255) {
      std::memcpy(to, file_.data() + at_, samples());
    } else {
      for (size_t i = 0; i < samples(); ++i) {
        uint32_t v = plain_ ? plain_sample() : raw_sample(i);
        if (v > full_) throw damaged(name, "a sample is over maxval");
        if (bitmap_) v = 1 - v;  // 1 is black
        to[i] = static_cast<T>((v * wanted + full_ / 2) / full_);
      }
    }
    if (!plain_) at_ += stored_row();
  }

  std::string_view file_;
  size_t at_ = 0;
  bool plain_ = false, bitmap_ = false;
  uint32_t full_ = 1;
};

}  // namespace

std::unique_ptr<Decoder> open_pnm(std::string_view file) {
  return std::make_unique<PnmDecoder>(file);
}

}  // namespace pipeline::io
