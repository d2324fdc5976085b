/* SPDX-License-Identifier: MIT
 *
 * The pins of docs/pins.md under TSO, for the model checker spin: every interleaving of two calling threads and one
 * that replaces targets, with each caller's stores held back in a buffer for as long as they like.
 *
 *   spin -a pins.pml && cc -O2 -DSAFETY -o pan pan.c && ./pan
 *
 * Each -D leaves one part out, and then the assertion must fail: NO_BARRIER, NO_SECOND_LOOK, NO_SLOT, NO_GATE_REST,
 * HELD_FIRST (slots of held pins are looked at before those of calls).
 *
 * Targets are used again, as addresses are. A store buffer of one place for each slot is enough: a later store to
 * the same slot waits for the one before. */
#define CALLERS  2
#ifndef TARGETS
#define TARGETS  2
#define CALLS    1
#define SWITCHES 2
#endif
#define NONE     255

byte current = 0;      /* the instance's target; NONE while state moves */
bool alive[TARGETS];
byte slot[CALLERS];    /* of a call, as others see it */
byte held[CALLERS];    /* of a pin over many calls */
byte waiting[CALLERS]; /* the store into `slot` that others don't see yet */
bool is_waiting[CALLERS];
byte waiting_held[CALLERS];
bool is_waiting_held[CALLERS];
bool moving = false;   /* somebody reads the old target's state */

inline flush(i) {
  if
  :: is_waiting[i] -> slot[i] = waiting[i]; is_waiting[i] = false
  :: else
  fi
}
inline flush_held(i) {
  if
  :: is_waiting_held[i] -> held[i] = waiting_held[i]; is_waiting_held[i] = false
  :: else
  fi
}
/* TSO: stores become visible in the order in which they were made. The held slot is written after the call's slot was,
 * and the call's slot cleared after that, so each store here waits for what is older. */
inline store_slot(i, value) {
  atomic { flush(i); flush_held(i); waiting[i] = value; is_waiting[i] = true }
}
inline store_held(i, value) {
  atomic { flush(i); flush_held(i); waiting_held[i] = value; is_waiting_held[i] = true }
}

/* The processor, at any moment. */
proctype Buffer(byte me) {
end:
  do
  :: atomic { is_waiting[me] -> flush(me) }
  :: atomic { is_waiting_held[me] -> flush_held(me) }
  od
}

proctype Caller(byte me) {
  byte target, rounds;
  do
  :: rounds == CALLS -> break
  :: else ->
    rounds++;
    do
    :: target = current;
       if
       :: target == NONE -> current != NONE /* waits at the gate */
       :: else ->
#ifndef NO_SLOT
          store_slot(me, target);
#endif
#ifndef NO_SECOND_LOOK
          if
          :: current == target -> break
          :: else -> store_slot(me, NONE)
          fi
#else
          break
#endif
       fi
    od;
    assert(alive[target]);
    assert(!moving);
    if
    :: true -> /* a pin over many calls: into a slot that stays */
       store_held(me, target);
       store_slot(me, NONE);
       assert(alive[target]);
       assert(!moving);
       store_held(me, NONE)
    :: true ->
       assert(alive[target]);
       store_slot(me, NONE)
    fi
  od
}

/* membarrier: each caller's stores become visible at some moment between its begin and its end. */
inline barrier() {
#ifdef NO_BARRIER
  skip
#else
  atomic { flush(0); flush_held(0) };
  atomic { flush(1); flush_held(1) }
#endif
}

/* Waits until no slot has the target; slot after slot, while callers go on. */
inline wait_for_calls(old) {
  do
  :: barrier();
     in_use = false;
     i = 0;
     do
     :: i == CALLERS -> break
     :: else ->
#ifdef HELD_FIRST
        in_use = in_use || held[i] == old;
        in_use = in_use || slot[i] == old;
#else
        in_use = in_use || slot[i] == old;
        in_use = in_use || held[i] == old;
#endif
        i++
     od;
     if
     :: !in_use -> break
     :: else
     fi
  od
}

proctype Replacer() {
  byte old, next, rounds, i;
  bool in_use;
  do
  :: rounds == SWITCHES -> break
  :: else ->
    rounds++;
    old = current;
    next = (old + 1) % TARGETS;
    alive[next] = true;
    if
    :: true -> /* without state */
       current = next
    :: true -> /* with state: calls wait while it moves */
       current = NONE;
#ifndef NO_GATE_REST
       wait_for_calls(old);
#endif
       moving = true;
       moving = false;
       current = next
    fi;
    wait_for_calls(old);
    alive[old] = false
  od
}

init {
  atomic {
    alive[0] = true;
    slot[0] = NONE; slot[1] = NONE;
    held[0] = NONE; held[1] = NONE;
    run Buffer(0); run Buffer(1);
    run Caller(0); run Caller(1);
    run Replacer()
  }
}
