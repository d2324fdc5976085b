/* SPDX-License-Identifier: MIT
 * The same as rust/src/lib.rs, in C without libc. */
#include "bare-c.tenon.h"

struct bare_c {
  bare_c_host host;
  float factor;
  demo_bare_meters_meter* kept;
};

struct bare_c_voice {
  bare_c_host host;
  uint8_t pitch;
};

int32_t bare_c_create(const bare_c_host* host, bare_c** self) {
  const tenon_string text = {"created", 7};
  const int32_t status = bare_c_log_info(host, text);
  if (status < 0) return status;
  *self = bare_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  (*self)->factor = 1;
  (*self)->kept = 0;
  return TENON_OK;
}

void bare_c_destroy(bare_c* self) {
  const bare_c_host host = self->host;
  demo_bare_meters_meter_drop(self->kept);
  bare_c_free(&host, self, sizeof *self);
}

int32_t bare_c_new_voice(bare_c* self, uint8_t pitch, demo_bare_synth_voice** ok, demo_bare_synth_wave* err) {
  *err = DEMO_BARE_SYNTH_WAVE_SINE;
  bare_c_voice* const voice = bare_c_alloc(&self->host, sizeof *voice);
  if (!voice) return TENON_ERR;
  voice->host = self->host;
  voice->pitch = pitch;
  if (bare_c_voice_make(&self->host, voice, ok) == TENON_OK) return TENON_OK;
  bare_c_voice_drop(voice);
  return TENON_ERR;
}

int32_t bare_c_voice_level(bare_c_voice* self, float at, float* out) {
  *out = (float)self->pitch * at;
  return TENON_OK;
}

int32_t bare_c_voice_wave(bare_c_voice* self, demo_bare_synth_wave* out) {
  (void)self;
  *out = DEMO_BARE_SYNTH_WAVE_SQUARE;
  return TENON_OK;
}

void bare_c_voice_drop(bare_c_voice* self) {
  const bare_c_host host = self->host;
  bare_c_free(&host, self, sizeof *self);
}

int32_t bare_c_set(bare_c* self, float factor) {
  self->factor = factor;
  return TENON_OK;
}

int32_t bare_c_sum(bare_c* self, tenon_list_f32 samples, float* out) {
  *out = 0;
  for (size_t i = 0; i < samples.len; i++) *out += samples.ptr[i];
  *out *= self->factor;
  return TENON_OK;
}

int32_t bare_c_play(bare_c* self, tenon_list_demo_bare_synth_event events, demo_bare_meters_meter* meter,
                    demo_bare_synth_range* ok, demo_bare_synth_wave* err) {
  (void)self;
  demo_bare_synth_range range;
  tenon_clear(&range, sizeof range);
  for (size_t i = 0; i < events.len; i++, range.high++) {
    const demo_bare_synth_event* const event = &events.ptr[i];
    uint8_t more = 0;
    switch (event->tag) {
      case DEMO_BARE_SYNTH_EVENT_NOTE:
        if (event->val.note == 0) {
          *err = DEMO_BARE_SYNTH_WAVE_SQUARE;
          return TENON_ERR;
        }
        (void)demo_bare_meters_meter_add(meter, (float)event->val.note, &more);
        break;
      case DEMO_BARE_SYNTH_EVENT_SPOT:
        range.low += (uint32_t)event->val.spot.name.len + event->val.spot.at;
        break;
      default:
        range.wave.is_some = 1;
        range.wave.value = DEMO_BARE_SYNTH_WAVE_SINE;
    }
  }
  tenon_copy(ok, &range, sizeof range);
  return TENON_OK;
}

int32_t bare_c_same(bare_c* self, tenon_string one, tenon_string other, uint8_t* out) {
  (void)self;
  *out = one.len == other.len;
  for (size_t i = 0; *out && i < one.len; i++) *out = one.ptr[i] == other.ptr[i];
  return TENON_OK;
}

int32_t bare_c_turn(bare_c* self, const demo_bare_synth_range* range, demo_bare_synth_options options,
                    tenon_tuple2_demo_bare_synth_range_demo_bare_synth_options* out) {
  (void)self;
  tenon_copy(&out->f0, range, sizeof *range);
  out->f0.low = range->high;
  out->f0.high = range->low;
  out->f1 = (demo_bare_synth_options)~options;
  return TENON_OK;
}

int32_t bare_c_keep(bare_c* self, demo_bare_meters_meter* meter) {
  uint8_t more = 0;
  const int32_t status = demo_bare_meters_meter_add(meter, 0.5f, &more);
  if (status != TENON_OK || !more) {
    demo_bare_meters_meter_drop(meter);
    return TENON_OK;
  }
  demo_bare_meters_meter_drop(self->kept);
  self->kept = meter;
  return TENON_OK;
}
