#include "bars.tenon.h"

struct bar {
  bar_host host;
};

int32_t bar_create(const bar_host *host, bar **self) {
  *self = bar_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void bar_destroy(bar *self) {
  bar_host host = self->host;
  bar_free(&host, self, sizeof *self);
}

static int32_t line_of(bar *self, uint32_t width, const char *text, tenon_string *out) {
  char *line = tenon_string_alloc(self->host.table, out, width);
  if (!line) return TENON_OUT_OF_MEMORY;
  for (uint32_t i = 0; i < width; i++) line[i] = text ? text[i] : '=';
  return TENON_OK;
}

int32_t bar_title(bar *self, tenon_string *out) { return line_of(self, 11, "a bar, in C", out); }

int32_t bar_draw(bar *self, uint32_t width, tenon_string *out) { return line_of(self, width, NULL, out); }
