/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kverdict's agent: PID 1 of the guest. It serves the host's requests over a virtio-serial port and
 * reports what happens; docs/agent-protocol.md describes both directions.
 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define PROTOCOL_VERSION 4
#define MAX_HEADER 4096		/* of a request, its line end included */
#define MAX_LINE 8192		/* of a message to the host, its line end included */
#define MAX_PROGRAM (64u << 20)
#define MAX_ARGS 64
#define MAX_LIMIT_MS (1ul << 31)
#define MAX_IDENTITY 64		/* of a guest's name */
#define NO_ID (-1)		/* of a message that answers no request */

struct message;

/* A request from the host, split into words. */
struct request {
	long id;
	unsigned long limit_ms;	/* of requests that have one */
	char **words;		/* what follows the id and the limit */
	int count;
};

/* ---- small.c: small files, numbers, names ---- */

long long now_ms(void);

/* Reads a file and adds a NUL; returns the bytes read, -1 if it cannot be read. */
ssize_t read_file(const char *path, char *buffer, size_t size);

/* Writes to an existing file; returns an errno. */
int write_file(const char *path, const char *text);

/* Returns /proc/sys/kernel/tainted, -1 if unknown. */
long taint(void);

/* Adds the guest's open files and the kernel's unreclaimable slab in KiB; -1 if unknown. */
void put_resources(struct message *m);

/* Reads the GNU build-id from a file of ELF notes, as hex; empty if there is none. */
void build_id(const char *path, char *hex, size_t size);

/* Returns "ENOENT" for 2; the number itself if it has no name; empty for 0. */
const char *errno_name(int error);

/* Parses a decimal number of at most max; false for anything else. */
bool number(const char *word, unsigned long max, unsigned long *value);

/* Goes on with a sum, FNV-1a of 64 bits (RFC 9923): nobody forges contents where it is used. */
#define FNV_BEGIN 0xcbf29ce484222325ull
uint64_t fnv1a(uint64_t sum, const void *bytes, size_t length);

/* Splits at blanks, in place; returns the number of words, size + 1 if there are more than size. */
int split(char *line, char **words, int size);

/* ---- port.c: the channel to the host ---- */

struct message {
	char text[MAX_LINE];
	size_t used;
};

bool port_open(void);

/* Sets the interval of heartbeats and makes one due now. */
void set_heartbeat(long ms);

/* Sends a heartbeat if one is due. Called from every loop that waits. */
void beat(void);

/* A message is begun, filled and sent. An overlong string is cut, never the JSON around it. */
void begin(struct message *m, const char *type, long id);
void put_number(struct message *m, const char *key, long long value);
void put_bool(struct message *m, const char *key, bool value);
void put_bytes(struct message *m, const char *key, const char *bytes, size_t length);
void put_string(struct message *m, const char *key, const char *string);

/* Returns once the host has it. */
void send_message(struct message *m);

/* Answers a request: it succeeded, or failed with an errno. */
void answer(const char *type, long id, const char *name, int error);

void fault(long id, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Wait for the host and report faults themselves; false ends the conversation. */
bool read_exactly(char *to, size_t length);
bool read_line(char *to, size_t size);

/* ---- tasks.c: children and their ends ---- */

/* The streams of a program's output, standard output first. */
struct streams {
	int fd[2];		/* -1 once closed */
	size_t left;		/* bytes that may still be forwarded */
	bool cut;		/* the limit was reached and reported */
};

/* How a child and everything it started ended. */
struct fate {
	int status;		/* as from waitpid; meaningless unless the child is gone */
	bool timed_out;
	bool gone;		/* nothing survived */
	int left_over;		/* tasks killed although the child ended by itself */
};

/* Forks into a new session, without the agent's real-time priority and its port. */
pid_t fork_child(void);

/*
 * Waits for the child, forwarding its output meanwhile; kills what is left of it. With a watch, which
 * is called again and again, the child is meant to run until its limit.
 */
struct fate await_child(pid_t child, long id, unsigned long limit_ms, struct streams *streams,
			void (*watch)(long id));

/* Runs one call in a child; returns its errno, or ETIMEDOUT if it did not return. */
int blocking(long id, unsigned long limit_ms, int (*call)(void *), void *argument);

/* Waits a little and sends heartbeats: all that is left to do when the conversation is over. */
void idle(void);

/* ---- trees.c: where modules are ---- */

enum tree { IN_INITRAMFS, ON_DISK };

/* A text file of a tree, read line by line. */
struct list {
	FILE *file;
	size_t left;		/* bytes until its end */
};

bool list_open(struct list *l, enum tree tree, const char *name);
bool list_line(struct list *l, char **line, size_t *size);	/* as getline(3) */
void list_close(struct list *l);

/* Returns the path of a file in the initramfs, which need not exist; false if it is too long. */
bool initramfs_path(const char *name, char *path, size_t size);

/* Reads a file of the disk of modules; the caller frees it. NULL with errno if it cannot be read. */
void *disk_file(const char *name, size_t *size);

/* ---- modules.c ---- */

/* Loads a module after everything it depends on; returns an errno. */
int load_module(long id, const char *name, unsigned long limit_ms);

/* Returns whether the kernel has a module of this name, built in or not. */
bool has_module(const char *name);

/* Returns whether a module that was loaded from this file is there, and initialized. */
bool is_live(const char *file);

void report_module(long id, const char *file, int error);

/* Loads the modules that the initramfs lists, the port's among them; reports them afterwards. */
void load_boot_modules(void);
void report_boot_modules(void);

/* Loads what a name or an alias stands for; names each file that was loaded. Returns an errno. */
int load_requested(const char *request, void (*loaded)(const char *file));

/* ---- replace.c: other modules than those that the guest came with ---- */

/* Returns false if the request stream cannot be parsed any further. */
bool handle_replace(const struct request *r);

/* ---- requests.c: modules that the kernel asks for ---- */

/* Makes the kernel ask; reports what it got, and what nobody had. */
void begin_requests(void);
void report_requests(void);

/* Answers one request, in a process of its own; returns its exit code. */
int answer_request(const char *name);

/* ---- environment.c: what programs expect to find ---- */

/* Makes mounts, devices, names and settings, each if the kernel has it. */
void prepare_environment(void);

/* Brings up the loopback device of this network namespace, if there is one. */
void raise_loopback(void);

/* ---- sandbox.c: what a program may do ---- */

/* How a program runs; the names are the words of a run request. */
enum sandbox { SANDBOX_NONE, SANDBOX_SETUID, SANDBOX_NAMESPACE, SANDBOXES };

/* Finds a sandbox by its name; false if there is none. */
bool find_sandbox(const char *name, enum sandbox *found);

/* Gives up what the program must not have, for good; false with errno if that fails. */
bool enter_sandbox(enum sandbox sandbox);

/* ---- mounts.c ---- */

/* Mounts the pseudo file systems. */
void mount_system(void);

#define MODULE_DISK "kverdict-modules"	/* its serial number */

/* Finds a disk by its serial number; writes the path of its device. */
bool find_disk(const char *wanted, char *device, size_t size);

void handle_mount(const struct request *r);
void handle_settle(const struct request *r);

/* Returns the directory a program starts in: the last mount, or /tmp. */
const char *work_directory(void);

/* Unmounts the last mount and mounts it again in the same way; returns an errno. */
int mount_again(long id, unsigned long limit_ms);

/* ---- userland.c: a root with Debian's programs ---- */

void handle_userland(const struct request *r);

/* Returns whether programs find it. */
bool in_userland(void);

/* ---- work.c: what a program does that prints nothing ---- */

/*
 * Remembers what is mounted as not the program's. Done after each mount of the agent's, so that a
 * guest which is restored need not do it.
 */
void remember_mounts(void);

/* Remembers how things are before the program starts, which is watched or only cleaned up after. */
void begin_work(bool watched);

/* Reports what changed; marks the time when it is killed; reports everything at the end. */
void watch_work(long id);
void mark_kill(void);
void end_work(long id);

/* Unmounts what the program mounted, and frees its loop devices; returns an errno. */
int undo_mounts(long id, unsigned long limit_ms);

/* ---- calls.c: which system calls of a program fail ---- */

/* Has the next programs watched. */
void begin_watching(void);
bool watching(void);

/* Runs a program, which does not return, below a tracer, and ends as it does; may just run it. */
void watch_calls(void (*run)(void *), void *argument);

/* Reports what failed; nothing if no program was watched. */
void report_calls(void);

/* ---- devices.c: which devices a program opens ---- */

/* Forgets what was opened, and begins to watch. */
void begin_devices(void);

/* Returns whether one was opened that none was known to be. */
bool look_at_devices(void);

void put_devices(struct message *m);

/* ---- data.c: the files, from memory and from the disk ---- */

void handle_reread(const struct request *r);

/* ---- log.c: the kernel's log ---- */

/* From now on the kernel logs everything to the console. */
void open_log(void);

/* Writes a mark to the kernel's log and reports it to the host; returns its number, 0 for none. */
int mark(void);

/* ---- entropy.c: the kernel's random numbers ---- */

/* Seeds the kernel's generator with 32 bytes in lower-case hex; returns an errno. */
int reseed(const char *hex);

/* ---- probes.c: which lines ran ---- */

/* Adds a kprobe event of that name at MODULE:SYMBOL+OFFSET; returns an errno. */
int add_probe(const char *name, const char *where);

/* Reports every count that changed since its last report; returns an errno. */
int report_changed_hits(void);

/* Makes an oops kill its task instead of the machine; returns an errno. */
int survive_oops(void);

/* ---- program.c: the program under test ---- */

/* Takes bytes from the host to a file, or to nowhere after an error; false ends the conversation. */
bool receive(size_t size, int file, int *error);

/* Returns false if the request stream cannot be parsed any further. */
bool handle_run(const struct request *r);

#endif
