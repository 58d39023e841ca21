/* Blob store: put / link / delete / verify / condemn / sweep / forget / scan over one digest.
 * The protocol is worded in ARCHITECTURE.md, "Garbage collection": change this model before the code.
 * Tools/model/check checks it and every mutant; by hand:
 *   spin -a [-DFLAG ...] storage-gc.pml && cc -O2 -w -DSAFETY -DCOLLAPSE -DVECTORSZ=2048 -o pan pan.c && ./pan -m200000
 *   spin -t -p -g [-DFLAG ...] storage-gc.pml          # replays the counterexample of a failed run
 *
 * A transaction of the index is one atomic step.  Everything between two steps can be interrupted: any process
 * may die there, and with POWER a power cut may come (running processes end, un-synced names vanish or stay,
 * un-synced unlinks stay or come back); processes that had not begun yet run after the restart.
 *
 * Engines   default: files and sessions whose kernel lock tells who is dead.
 *           LEASE: object store; a reservation may be condemned at any moment, whether its writer lives or not.
 * Actors    W writers of THREADS each session, C collectors, OPS client transactions (delete, link, a name taken by
 *           other bytes), ROT one damaged or lost file, V verifiers, SCAN one full scan, POWER one power cut.
 * Options   MORTAL=0 nobody dies; INDOUBT a publish may be run again not knowing its outcome; NET late duplicates of
 *           object PUT and DELETE; EARLY a commit is seen by others before it is durable; FLAKY a verifier may be
 *           wrong, and later corrects itself; BACKUP one backup under a hold; FINE unlinks one by one; ABANDON writers
 *           may give up; CHURN clients also run whole uploads and collections; ONLY_LOSS checks I1, I2 and acknowledgements alone, to show that a mutant loses data.
 */
#ifndef W
#define W 2
#endif
#ifndef C
#define C 2
#endif
#ifndef OPS
#define OPS 2
#endif
#ifndef V
#define V 0
#endif
#ifndef MORTAL
#define MORTAL 1
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define B(g)  (1 << (g))          /* generations 1..7; bit 0 is never set, so B(0) names nothing */
#define SB(s) (1 << (s))

/* index */
byte next, bgen, brefs, res, doomed;  bool bok;  byte own[8], ref[2];      /* ref: 0 free, 1 this digest, 2 other bytes */
/* objects: seen now / surely there after a power cut / unlinked but may come back / bytes not what they should be */
byte vis, dur, undo, rot;
byte pput, pdel;                                  /* duplicates still under way in the network */
bool hold;                                        /* a backup is being taken */
/* processes */
byte boot, alive, begun;
/* observers, not part of the protocol */
byte ever, late, ack[2], valid[2];                /* ever doomed; linked after condemn; acknowledged; mark unchanged since read */

#ifdef EARLY
byte d_bgen, d_brefs, d_res, d_doomed, d_ever, d_ref[2];  bool d_bok;
inline flush()   { d_bgen = bgen; d_brefs = brefs; d_res = res; d_doomed = doomed; d_ever = ever; d_bok = bok; d_ref[0] = ref[0]; d_ref[1] = ref[1] }
inline rewind()  { bgen = d_bgen; brefs = d_brefs; res = d_res; doomed = d_doomed; ever = d_ever; bok = d_bok; ref[0] = d_ref[0]; ref[1] = d_ref[1] }
#else
inline flush()   { skip }
#endif

/* every doom gives the entry a fresh mark: what a collector read before is no longer the entry it may forget */
inline doom(x) {
  doomed = doomed | B(x); ever = ever | B(x);
#ifndef BUG_FORGET_NO_MARK
  valid[0] = valid[0] & ~B(x); valid[1] = valid[1] & ~B(x)
#endif
}
/* an attempt that ends without its generation going live hands it to the collector, whatever became of the reservation */
inline giveup() {
  if
#if defined(BUG_GIVEUP_IF_RESERVED)
  :: g && (res & B(g)) && own[g] == s -> res = res & ~B(g); doom(g)
#else
  :: g && bgen != g -> res = res & ~B(g); doom(g)
#endif
  :: else
  fi
}

#define UP  (boot == e && (alive & SB(s)))
#define STEP(x) atomic { if :: UP -> x :: UP && MORTAL -> alive = alive & ~SB(s); goto dead :: !UP -> goto dead fi }
#ifdef EARLY
#define TXN(x) STEP(x); STEP(flush())
#else
#define TXN(x) STEP(x)
#endif


inline reserve() {
  if
#ifdef BUG_DEDUP_STAT
  :: vis && !again -> g = 0                        /* "the file is there" */
#else
  :: bgen && bok && !force -> g = 0                /* known content: nothing to write */
#endif
#ifdef BUG_GEN_SHARED
  :: !(bgen && bok && !force) && res -> g = (res & 2 -> 1 : (res & 4 -> 2 : (res & 8 -> 3 : 4)))
#endif
#ifdef BUG_HEAL_OVERWRITE
  :: bgen && !bok -> g = bgen
#endif
  :: else ->
#ifdef BUG_GEN_REUSED
     g = 1; do :: (res | doomed | B(bgen)) & B(g) -> g++ :: else -> break od;
#else
     next++; g = next; assert(next < 8);
#endif
     res = res | B(g); own[g] = s
  fi
}
inline link() {
  if :: !(res & B(g)) -> late = late | B(g) :: else fi;
  vis = vis | B(g); undo = undo & ~B(g);
#ifdef LEASE
  dur = dur | B(g);                                /* a PUT is durable when it returns */
#ifdef NET
  if :: pput = pput | B(g) :: skip fi
#endif
#endif
}
#ifdef BUG_NO_RESERVATION_CHECK
#define MINE (g)
#else
#define MINE (g && (res & B(g)) && own[g] == s)
#endif
/* out: 0 again, 1 conflict, 2 acknowledged */
inline publish() {
  if
  :: ref[nm] == 2 -> giveup(); out = 1
#ifdef BUG_PRESENT_WITHOUT_HEAL
  :: ref[nm] == 1 -> giveup(); out = 2
#endif
  :: ref[nm] != 2 && bgen && bok ->
     if :: ref[nm] == 0 -> ref[nm] = 1;
#ifndef BUG_REFS_APART
           brefs++
#else
           owed = true
#endif
        :: else fi;
     giveup(); out = 2
  :: else ->                                       /* no row, or a damaged one */
     if
#ifdef BUG_DEDUP_STAT
     :: !bgen && g == 0 && vis -> g = (vis & 2 -> 1 : (vis & 4 -> 2 : 3)); bgen = g; bok = true; brefs = 1; ref[nm] = 1; out = 2
#endif
#ifdef BUG_HEAL_OVERWRITE
     :: g && bgen == g && !bok -> bok = true; rot = rot & ~B(g); if :: ref[nm] == 0 -> ref[nm] = 1; brefs++ :: else fi; out = 2
#endif
     :: MINE ->
        if
#ifndef BUG_HEAL_FORGETS_OLD
        :: bgen -> doom(bgen)
#endif
        :: else fi;
        bgen = g; bok = true; res = res & ~B(g);
        if :: ref[nm] == 0 -> ref[nm] = 1; brefs++ :: else fi;
        out = 2
#ifdef BUG_WRITER_DELETES
     :: g && !(res & B(g)) -> assert(bgen != g); vis = vis & ~B(g); dur = dur & ~B(g); out = 0   /* "condemned, so it is mine to remove" */
     :: !g -> out = 0
#else
     :: else -> giveup(); out = 0
#endif
     fi
  fi;
  if :: out == 2 -> assert(bgen && bok);           /* never acknowledge bytes that cannot be served */
#ifdef EARLY
        if :: ack[nm] == 0 -> ack[nm] = 1 :: else fi
#else
        ack[nm] = 2
#endif
     :: else fi
}

proctype Writer(byte id; byte nm) {
  byte e, s, g, out, round, was; bool force, again, owed;
  atomic {
#ifdef THREADS
    s = id / 2;
#else
    s = id;
#endif
    if :: (begun & SB(s)) && !(alive & SB(s)) -> goto dead      /* the process this thread belongs to is gone */
       :: else -> e = boot; alive = alive | SB(s); begun = begun | SB(s) fi
  }
retry:
  STEP(reserve());
  if
  :: g ->
#ifdef EARLY
     STEP(flush());
#endif
#ifdef ABANDON
     if :: skip :: goto abandon fi;                /* client gone, disk full, sync failed */
#endif
     STEP(link());
#ifndef LEASE
#ifndef BUG_NO_DIRSYNC
     STEP(dur = vis; undo = 0)
#else
     skip
#endif
#endif
  :: else
  fi;
#ifdef ABANDON
  if :: skip :: g -> goto abandon fi;
#endif
publishing:
#if defined(EARLY) && defined(BUG_PRESENT_READONLY)
  STEP(was = ref[nm]; publish());
  if :: out == 2 && was == 1 && !g -> skip :: else -> STEP(flush()) fi;      /* "present" changed nothing, so nothing to commit */
#else
  TXN(publish());
#endif
#ifdef BUG_REFS_APART
  if :: owed -> STEP(brefs++; owed = false) :: else fi;
#endif
#ifdef INDOUBT
  if :: !again -> again = true; goto publishing :: skip fi;
#endif
#ifdef EARLY
  STEP(if :: out == 2 && ack[nm] == 1 -> ack[nm] = 2 :: else fi);
#endif
  if
  :: out == 0 -> round++;
#if !defined(LEASE) && !defined(ONLY_LOSS)
     assert(round < 2);                            /* a live session's reservation is never taken: two rounds suffice */
#endif
     if :: round < ROUNDS ->
#ifndef BUG_RETRY_MAY_DEDUP
           force = true;
#endif
           again = false; goto retry
        :: else fi
  :: else
  fi;
  goto ended;
#ifdef ABANDON
abandon:
#ifdef BUG_NO_ABANDON
  skip;
#else
  TXN(giveup());
#endif
#ifdef BUG_LINK_AFTER_ABANDON
  STEP(link());
#endif
#endif
ended:
#ifndef ONLY_LOSS
  assert(boot != e || !(alive & SB(s)) || !g || !(res & B(g)) || own[g] != s);      /* a live server keeps no stray reservation */
#endif
dead:
  atomic { g = 0; out = 0; round = 0; force = false; again = false; owed = false; was = 0; e = 0; s = 0 }
}

/* Anyone's single transactions: delete, link a second name, publish other bytes under the name. */
proctype Clients() {
  byte k = 0;
  do
  :: k < OPS -> k++;
     atomic {
       if
       :: ref[0] == 1 -> ref[0] = 0; brefs--; ack[0] = 0
       :: ref[1] == 1 -> ref[1] = 0; brefs--; ack[1] = 0
       :: ref[1] == 2 -> ref[1] = 0
       :: ref[1] == 0 -> ref[1] = 2
       :: ref[1] == 0 && bgen && bok -> ref[1] = 1; brefs++
#ifdef CHURN                                       /* whole uploads and collections by others, at one stroke */
       :: !bgen && ref[1] == 0 && next < 6 -> next++; vis = vis | B(next); dur = dur | B(next); bgen = next; bok = true; brefs = 1; ref[1] = 1
       :: bgen && brefs == 0 -> ever = ever | B(bgen); vis = vis & ~B(bgen); dur = dur & ~B(bgen); bgen = 0; bok = false
#endif
       :: skip
       fi;
       flush()
     }
  :: k == OPS -> break
  od
}

#ifdef ROT
proctype Rot() {
  if
  :: atomic { bgen && bok -> rot = rot | B(bgen); if :: skip :: vis = vis & ~B(bgen); dur = dur & ~B(bgen) fi }
  :: skip
  fi
}
#endif

/* GET and VERIFY: read the row, then the object, then mark what was read */
proctype Verifier() {
  byte x; bool bad;
  atomic { x = bgen };
  if :: x -> skip :: else -> goto done fi;
  atomic { bad = (!(vis & B(x)) || (rot & B(x)))
#ifdef FLAKY
    ; if :: bad = true :: skip fi
#endif
  };
  atomic {
    if
#ifdef BUG_VERIFY_NO_GEN
    :: bad && bgen && bok ->
#else
    :: bad && bgen == x && bok ->
#endif
#ifndef FLAKY
       assert(rot & B(bgen));                      /* a healthy generation is never called damaged */
#endif
       bok = false
    :: !bad && bgen == x && !bok -> bok = true     /* the full read was right: the earlier one was not */
    :: else
    fi;
    flush()
  };
done: skip
}

#define CSTEP(x) atomic { if :: boot == e -> x :: boot == e && MORTAL -> goto dead :: boot != e -> goto dead fi }
#ifdef EARLY
#define CTXN(x) CSTEP(chg = false; x); if :: chg -> CSTEP(chg = false; flush()) :: else fi
#else
#define CTXN(x) CSTEP(x)
#endif
inline condemn_reservations() {
  i = 1;
  do
  :: i < 8 ->
     if
#if defined(LEASE)
     :: (res & B(i)) -> res = res & ~B(i); doom(i); chg = true
     :: skip
#elif defined(BUG_CONDEMN_LIVE)
     :: (res & B(i)) -> res = res & ~B(i); doom(i); chg = true
     :: !(res & B(i))
#else
     :: (res & B(i)) && (gone & SB(own[i])) -> res = res & ~B(i); doom(i); chg = true
     :: else
#endif
     fi; i++
  :: else -> break
  od; i = 0
}
#ifdef BACKUP
#ifdef BUG_HOLD_STALE
#define HOLD (!held)
#else
#define HOLD (!hold)
#endif
#else
#define HOLD true
#endif
inline condemn_row() {
  if
#ifdef BUG_CONDEMN_STALE
  :: zero && bgen -> doom(bgen); bgen = 0; bok = false; brefs = 0; chg = true
#else
  :: bgen && brefs == 0 && HOLD -> doom(bgen); chg = true;
#ifndef BUG_CONDEMN_SPLIT
     bgen = 0; bok = false
#endif
#endif
  :: else
  fi
}
inline unlink_all() {
#ifndef ONLY_LOSS
  assert(!(snap & (res | B(bgen))));               /* I4 */
#endif
  some = vis & snap;
#ifdef FINE
  if :: some = some & (~some + 1) :: skip fi;      /* only the first, then see what happens */
#endif
  vis = vis & ~some; dur = dur & ~some;
#ifndef LEASE
  undo = undo | some;
#endif
#ifdef NET
  if :: pdel = pdel | some :: skip fi
#endif
}
proctype Collector(byte id) {
  byte e, gone, snap, some, i; bool zero, chg, held;
  atomic { e = boot };
#ifdef BUG_HOLD_STALE
  CSTEP(held = hold);
#endif
#ifndef LEASE
#ifdef BUG_SESSION_FIRST
  CSTEP(gone = ~alive);                            /* looks at locks first: sessions not yet begun look dead */
#else
  CSTEP(gone = begun & ~alive);                    /* sessions named by reservations, then their locks */
#endif
#endif
  CTXN(condemn_reservations());
#ifdef BUG_CONDEMN_STALE
  CSTEP(zero = (bgen && brefs == 0));
#endif
  CTXN(condemn_row());
#ifdef BUG_CONDEMN_SPLIT
  CTXN(if :: bgen && (doomed & B(bgen)) && brefs == 0 -> bgen = 0; bok = false :: else fi);
#endif
  CSTEP(snap = doomed; valid[id] = doomed);
#if defined(EARLY) && !defined(BUG_SWEEP_UNFLUSHED)
  CSTEP(flush());                                  /* a commit of our own: all we have seen is durable now */
#endif
#ifdef FINE
sweeping:
#endif
  CSTEP(unlink_all());
#ifdef FINE
  if :: goto sweeping :: !(vis & snap) -> skip fi;
#endif
#ifdef BUG_FORGET_EARLY
  CTXN(doomed = doomed & ~(snap & valid[id]); chg = true);
#endif
#ifndef LEASE
#ifdef BUG_ABSENT_UNSYNCED
  CSTEP(if :: some -> dur = vis; undo = 0 :: else fi);
#else
  CSTEP(dur = vis; undo = 0);                      /* also for names found absent: another's unlink may be un-synced */
#endif
#endif
  CTXN(doomed = doomed & ~(snap & valid[id]); chg = true);
dead:
  atomic { valid[id] = 0; gone = 0; snap = 0; some = 0; i = 0; zero = false; chg = false; held = false; e = 0 }
}

#ifdef BACKUP
/* hold, copy the index, copy every live object the copy names */
proctype Backup() {
  byte x;
  atomic { hold = true };
  atomic { x = (bok -> bgen : 0) };
  assert(!x || ((vis | rot) & B(x)));
  atomic { hold = false; x = 0 }
}
#endif

#ifdef SCAN
/* list first, then ask the index: a generation that exists and is named by nothing can never be named again */
proctype Scanner() {
  byte x, r;
#ifdef BUG_SCAN_STALE
  atomic { r = res | doomed | B(bgen) };
  atomic { x = vis & ~r };
#else
  atomic { x = vis };
  atomic { x = x & ~(res | doomed | B(bgen)) };
#endif
  atomic {
#ifndef BUG_SCAN_STALE
    x = x & ~(res | doomed | B(bgen));
#endif
#ifndef LEASE
#ifndef BUG_SCAN_STALE
    assert(!(x & vis));                            /* the embedded engine leaves nothing to be found */
#endif
#endif
    doomed = doomed | x; ever = ever | x; valid[0] = valid[0] & ~x; valid[1] = valid[1] & ~x; flush()
  }
}
#endif

#ifdef NET
proctype Net() {
  byte i = 1;
  do
  :: i < 8 ->
     if
     :: atomic { (pput & B(i)) -> pput = pput & ~B(i); vis = vis | B(i); dur = dur | B(i); late = late | B(i) }
     :: atomic { (pdel & B(i)) -> pdel = pdel & ~B(i); vis = vis & ~B(i); dur = dur & ~B(i) }
     :: skip
     fi; i++
  :: i == 8 -> i = 1
  :: break
  od
}
#endif

#ifdef POWER
proctype Power() {
  byte i = 1;
  if
  :: atomic {
       boot++; alive = 0;
#ifdef EARLY
       rewind();
       if :: ack[0] == 1 -> ack[0] = 0 :: else fi; if :: ack[1] == 1 -> ack[1] = 0 :: else fi;
#endif
       do
       :: i < 8 ->
          if
          :: (vis & B(i)) && !(dur & B(i)) -> vis = vis & ~B(i)
          :: (undo & B(i)) -> vis = vis | B(i)
          :: skip
          fi; i++
       :: else -> break
       od;
       dur = vis; undo = 0; i = 0
     }
  :: skip
  fi
}
#endif

#define NAMED (res | doomed | B(bgen))
active proctype Monitor() {
  do
  :: atomic { bgen && bok && !(rot & B(bgen)) && !(vis & dur & B(bgen)) -> assert(false) }         /* I1 */
  :: atomic { brefs != (ref[0] == 1) + (ref[1] == 1) || (brefs && !bgen) -> assert(false) }        /* I2 */
#if !defined(LEASE) && !defined(ONLY_LOSS)
  :: atomic { (vis | undo) & ~NAMED & 254 -> assert(false) }                                       /* I3 named */
#endif
#ifndef ONLY_LOSS
  :: atomic { (res & doomed) || ((res | doomed) & B(bgen) & 254) -> assert(false) }                /* I3 once */
  :: atomic { ever & (B(bgen) | res) & 254 -> assert(false) }                                      /* I4 */
#endif
  :: atomic { (ack[0] == 2 && ref[0] != 1) || (ack[1] == 2 && ref[1] != 1) -> assert(false) }      /* acknowledged stays */
  :: timeout -> break
  od;
  /* all have ended: nothing unnamed is left, so that deleting every name and one collection empties the store */
#ifdef LEASE
#if MORTAL == 0 && !defined(NET)
  assert(((vis & ~NAMED) & 254) == 0);             /* a writer that comes back always cleans up */
#else
  assert(((vis & ~NAMED) & ~late & 254) == 0);     /* only objects that arrived after their condemnation may stray */
#endif
#endif
  skip
}
init { atomic { byte i = 0;
  do :: i < W -> run Writer(i, i % 2); i++ :: else -> break od; i = 0;
  do :: i < C -> run Collector(i); i++ :: else -> break od; i = 0;
  do :: i < V -> run Verifier(); i++ :: else -> break od; i = 0;
  if :: OPS > 0 -> run Clients() :: else fi;
#ifdef ROT
  run Rot();
#endif
#ifdef BACKUP
  run Backup();
#endif
#ifdef SCAN
  run Scanner();
#endif
#ifdef NET
  run Net();
#endif
#ifdef POWER
  run Power();
#endif
} }
