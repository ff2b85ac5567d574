/*
 * A load generator for a Gearman server, in a process of its own and in C, so that it costs less than what it measures.
 *
 *   load submit PORT CONNECTIONS JOBS BYTES WINDOW    background submits, WINDOW unanswered per connection, no worker
 *   load unique PORT CONNECTIONS JOBS BYTES WINDOW    the same, each with a unique ID of its own
 *   load ping   PORT CONNECTIONS COUNT BYTES WINDOW   ECHO_REQ
 *   load echo   PORT CLIENTS WORKERS JOBS BYTES PAUSE foreground round trips, one unanswered per client; somebody else's
 *                                                     workers where there are none of its own; PAUSE ms after each
 *   load bare   0 JOBS BYTES PAUSE                    no server at all: starts of `cat`, one after the other
 *   load drain  PORT WORKERS JOBS                     workers take JOBS queued jobs, COMPLETE and GRAB in one write
 *
 * Prints one line of JSON: operations per second, and for `echo`, `bare` and `ping` with a WINDOW of 1 the median and 99th percentile of the round trip in ms.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#ifdef __linux__
#include <sys/epoll.h>
#else
#include <poll.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CAN_DO = 1, PRE_SLEEP = 4, NOOP = 6, SUBMIT_JOB = 7, JOB_CREATED = 8, NO_JOB = 10, WORK_COMPLETE = 13,
       ECHO_REQ = 16, ECHO_RES = 17, SUBMIT_JOB_BG = 18, ERROR_RES = 19, GRAB_JOB_UNIQ = 30, JOB_ASSIGN_UNIQ = 31 };
enum { HEADER = 12, MAXIMUM = 256, CHUNK = 1 << 18 };

typedef struct {
  int fd;
  int worker;
  long waiting;      /* unanswered requests */
  unsigned watched;  /* what it was asked to be told of */
  double sent_at;    /* of the one request of a client in `echo` */
  char *in, *out;
  size_t in_used, in_size, out_used, out_size, out_done;
} Link;

static Link links[MAXIMUM];
static int count;
static long total, unsent, done, window_size, pause_ms;
static size_t workload_size;
static char *workload;
static const char *mode;
static double *times;
static int idle;

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "unexpected");
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* Which connections are ready. Asking for all of them each time, as poll does, would take a core from the server. */
#ifdef __linux__
static int set = -1;

/* Asks to be told of what comes, and of room for what waits to be sent. */
static void watch(Link *link) {
  unsigned wanted = EPOLLIN | (link->out_used > 0 ? EPOLLOUT : 0);
  if (wanted == link->watched) return;
  struct epoll_event event = {.events = wanted, .data.ptr = link};
  if (set < 0) set = epoll_create1(0);
  if (epoll_ctl(set, link->watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, link->fd, &event) != 0) fail("epoll");
  link->watched = wanted;
}

static int await(Link **ready, int *readable) {
  struct epoll_event events[MAXIMUM];
  int found = epoll_wait(set, events, MAXIMUM, 60000);
  for (int i = 0; i < found; i++) ready[i] = events[i].data.ptr, readable[i] = (events[i].events & ~EPOLLOUT) != 0;
  return found;
}
#else
static void watch(Link *link) { (void)link; }

static int await(Link **ready, int *readable) {
  struct pollfd polled[MAXIMUM];
  for (int i = 0; i < count; i++)
    polled[i] = (struct pollfd){.fd = links[i].fd, .events = POLLIN | (links[i].out_used > 0 ? POLLOUT : 0)};
  int found = 0;
  if (poll(polled, count, 60000) <= 0) return 0;
  for (int i = 0; i < count; i++)
    if (polled[i].revents != 0) ready[found] = &links[i], readable[found++] = (polled[i].revents & ~POLLOUT) != 0;
  return found;
}
#endif

static void dial(int port, int worker) {
  Link *link = &links[count];
  int one = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  link->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(link->fd, (struct sockaddr *)&to, sizeof to) != 0) fail("connect");
  setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  link->worker = worker;
  link->in = malloc(link->in_size = CHUNK);
  link->out = malloc(link->out_size = CHUNK);
  watch(link);
  count += 1;
}

static void put(Link *link, int type, const char *a, size_t a_size, const char *b, size_t b_size) {
  size_t size = a_size + b_size;
  while (link->out_used + HEADER + size > link->out_size) link->out = realloc(link->out, link->out_size *= 2);
  char *at = link->out + link->out_used;
  uint32_t head[3] = {htonl(0x00524551), htonl(type), htonl(size)};
  memcpy(at, head, HEADER);
  memcpy(at + HEADER, a, a_size);
  memcpy(at + HEADER + a_size, b, b_size);
  link->out_used += HEADER + size;
}

static void flush(Link *link) {
  while (link->out_done < link->out_used) {
    ssize_t sent = send(link->fd, link->out + link->out_done, link->out_used - link->out_done, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) fail("send");
    link->out_done += sent;
  }
  link->out_used = link->out_done = 0;
}

static void request(Link *link) {
  char names[64];
  if (strcmp(mode, "ping") == 0) {
    put(link, ECHO_REQ, "", 0, workload, workload_size);
    link->sent_at = now();
  }
  else if (strcmp(mode, "submit") == 0) put(link, SUBMIT_JOB_BG, "bench\0", 7, workload, workload_size);
  else if (strcmp(mode, "unique") == 0) {
    int size = snprintf(names, sizeof names, "bench%cu%ld-%d", 0, unsent, getpid());
    put(link, SUBMIT_JOB_BG, names, size + 1, workload, workload_size);
  } else {
    put(link, SUBMIT_JOB, "bench\0", 7, workload, workload_size);
    link->sent_at = now();
  }
  unsent -= 1;
  link->waiting += 1;
}

static void fill(Link *link) {
  if (link->worker || link->waiting > window_size / 2) return;
  while (unsent > 0 && link->waiting < window_size) request(link);
}

static void complete(Link *link, const char *body, size_t size) {
  size_t handle = strlen(body) + 1, at = handle;
  at += strlen(body + at) + 1; /* function */
  at += strlen(body + at) + 1; /* unique ID */
  int draining = strcmp(mode, "drain") == 0;
  put(link, WORK_COMPLETE, body, handle, body + at, draining ? 0 : size - at);
  put(link, GRAB_JOB_UNIQ, "", 0, "", 0);
  if (draining) done += 1;
}

static void hear(Link *link, int type, const char *body, size_t size) {
  switch (type) {
    case NOOP: put(link, GRAB_JOB_UNIQ, "", 0, "", 0); return;
    case NO_JOB:
      idle += 1; /* the others may still have theirs on the way */
      if (strcmp(mode, "drain") == 0) {
        if (idle == count && done < total) fail("there are not so many jobs");
      } else put(link, PRE_SLEEP, "", 0, "", 0);
      return;
    case JOB_ASSIGN_UNIQ: complete(link, body, size); return;
    case JOB_CREATED:
      if (strcmp(mode, "echo") == 0) return;
      break;
    case WORK_COMPLETE:
      times[done] = now() - link->sent_at;
      usleep(pause_ms * 1000);
      break;
    case ECHO_RES:
      if (window_size == 1) times[done] = now() - link->sent_at;
      break;
    case ERROR_RES: fprintf(stderr, "load: the server says %.*s\n", (int)size, body); exit(1);
    default: fail("an answer of another kind");
  }
  link->waiting -= 1;
  done += 1;
}

static void receive(Link *link) {
  ssize_t got = recv(link->fd, link->in + link->in_used, link->in_size - link->in_used, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) fail("the server closed the connection");
  link->in_used += got;
  size_t at = 0;
  while (link->in_used - at >= HEADER) {
    uint32_t head[3];
    memcpy(head, link->in + at, HEADER);
    size_t size = ntohl(head[2]);
    if (link->in_used - at - HEADER < size) break;
    hear(link, ntohl(head[1]), link->in + at + HEADER, size);
    at += HEADER + size;
  }
  memmove(link->in, link->in + at, link->in_used -= at);
  if (link->in_used == link->in_size) link->in = realloc(link->in, link->in_size *= 2);
}

static void serve(Link *link, int readable) {
  if (readable) receive(link);
  fill(link);
  flush(link);
  watch(link);
}

static void turn(void) {
  Link *ready[MAXIMUM];
  int readable[MAXIMUM], found = await(ready, readable);
  if (found <= 0) fail("nothing came for a minute");
  for (int i = 0; i < found; i++) serve(ready[i], readable[i]);
}

static int ascending(const void *a, const void *b) {
  return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b);
}

/* Starts `cat` so often, one after the other, and gives it the workload: what a job costs without a job server. */
static void bare(void) {
  char *back = malloc(workload_size + 1);
  for (; done < total; done++) {
    double began = now();
    int in[2], out[2];
    if (pipe(in) < 0 || pipe(out) < 0) fail("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
      dup2(in[0], 0), dup2(out[1], 1);
      close(in[0]), close(in[1]), close(out[0]), close(out[1]);
      execlp("cat", "cat", (char *)NULL);
      _exit(127);
    }
    close(in[0]), close(out[1]);
    if (write(in[1], workload, workload_size) < 0) fail("cat does not read");
    close(in[1]);
    while (read(out[0], back, workload_size + 1) > 0) continue;
    close(out[0]);
    waitpid(pid, NULL, 0);
    times[done] = now() - began;
    usleep(pause_ms * 1000);
  }
}

int main(int argc, char **argv) {
  if (argc < 5) return fprintf(stderr, "load MODE PORT ...\n"), 2;
  mode = argv[1];
  int port = atoi(argv[2]), clients = 0, workers = 0;
  long numbers[5] = {0};
  for (int i = 3; i < argc && i < 8; i++) numbers[i - 3] = atol(argv[i]);
  if (strcmp(mode, "echo") == 0) {
    clients = numbers[0], workers = numbers[1], total = numbers[2], workload_size = numbers[3], window_size = 1;
    pause_ms = numbers[4];
  } else if (strcmp(mode, "bare") == 0) total = numbers[0], workload_size = numbers[1], pause_ms = numbers[2];
  else if (strcmp(mode, "drain") == 0) workers = numbers[0], total = numbers[1];
  else clients = numbers[0], total = numbers[1], workload_size = numbers[2], window_size = numbers[3];
  if (clients + workers > MAXIMUM) fail("too many connections");
  workload = malloc(workload_size + 1);
  memset(workload, 'x', workload_size);
  times = calloc(total + 1, sizeof *times);
  for (int i = 0; i < workers; i++) dial(port, 1);
  double started = now();
  for (int i = 0; i < workers; i++) {
    put(&links[i], CAN_DO, "bench", 5, "", 0);
    put(&links[i], GRAB_JOB_UNIQ, "", 0, "", 0);
    flush(&links[i]);
    watch(&links[i]);
  }
  if (clients > 0 && workers > 0)
    while (idle < workers) turn();
  for (int i = 0; i < clients; i++) dial(port, 0);
  unsent = total;
  if (clients > 0) started = now();
  for (int i = workers; i < count; i++) {
    fill(&links[i]);
    flush(&links[i]);
    watch(&links[i]);
  }
  if (strcmp(mode, "bare") == 0) bare();
  while (done < total) turn();
  double rate = total / (now() - started) * 1e3;
  int timed = strcmp(mode, "echo") == 0 || strcmp(mode, "bare") == 0 || (strcmp(mode, "ping") == 0 && window_size == 1);
  if (!timed) return printf("{\"rate\":%.1f}\n", rate), 0;
  qsort(times, total, sizeof *times, ascending);
  printf("{\"rate\":%.1f,\"p50\":%.4f,\"p99\":%.4f}\n", rate, times[total / 2], times[total * 99 / 100]);
  return 0;
}
