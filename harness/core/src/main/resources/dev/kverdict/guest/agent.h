/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kverdict's agent: PID 1 of the guest. It obeys the host over a virtio-serial port and reports what
 * happens; docs/agent-protocol.md describes both directions.
 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROTOCOL_VERSION 1
#define MAX_HEADER 4096		/* of a request, its line end included */
#define MAX_LINE 8192		/* of a message to the host, its line end included */
#define MAX_PROGRAM (64u << 20)
#define MAX_ARGS 64
#define MAX_IDENTITY 64		/* of a guest's name */
#define NO_ID (-1)		/* of a message that answers no request */

struct message;

/* ---- small.c: small files, numbers, names ---- */

long long now_ms(void);

/* The file's bytes and a NUL; -1 when it cannot be read. */
ssize_t read_file(const char *path, char *buffer, size_t size);

/* Returns an errno. */
int write_file(const char *path, const char *text);

/* /proc/sys/kernel/tainted, -1 when unknown. */
long taint(void);

/* Open files of the whole guest and the kernel's unreclaimable slab, in KiB; -1 when unknown. */
void put_resources(struct message *m);

/* The GNU build-id in a file of ELF notes, as hex; empty when there is none. */
void build_id(const char *path, char *hex, size_t size);

/* ENOENT for 2; the number itself where there is no name; empty for 0. */
const char *errno_name(int error);

/* A decimal number and nothing else, at most max. */
bool number(const char *word, unsigned long max, unsigned long *value);

/* Splits at blanks, in place; returns how many words there are, size + 1 when more than size. */
int split(char *line, char **words, int size);

/* ---- port.c: the channel to the host ---- */

struct message {
	char text[MAX_LINE];
	size_t used;
};

bool port_open(void);

/* How long until the next heartbeat is due. */
void set_heartbeat(long ms);

/* Sends a heartbeat when one is due. Called from every loop that waits. */
void beat(void);

/* A message to the host: begun, filled, sent. Too long a string is cut, never the JSON around it. */
void begin(struct message *m, const char *type, long id);
void put_number(struct message *m, const char *key, long long value);
void put_bool(struct message *m, const char *key, bool value);
void put_bytes(struct message *m, const char *key, const char *bytes, size_t length);
void put_string(struct message *m, const char *key, const char *string);

/* Returns when the host has it. */
void send_message(struct message *m);

void fault(long id, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Both wait for the host, and report faults themselves: false ends the conversation. */
bool read_exactly(char *to, size_t length);
bool read_line(char *to, size_t size);

/* ---- tasks.c: children, and what becomes of them ---- */

/* What forwards a program's output, standard output first. */
struct streams {
	int fd[2];		/* -1 once closed */
	size_t left;		/* bytes that may still be forwarded */
	bool said;		/* that the limit was reached */
};

/* What became of a child and of everything it started. */
struct fate {
	int status;		/* as waitpid reports it; meaningless unless the child is gone */
	bool timed_out;
	bool gone;		/* nothing survived */
	int left_over;		/* tasks that had to be killed although the child ended by itself */
};

/* A fork in a session of its own, without the agent's real-time priority and its port. */
pid_t fork_child(void);

/* Waits for the child, forwarding its output meanwhile; ends what is left of it. */
struct fate await_child(pid_t child, long id, unsigned long limit_ms, struct streams *streams);

/* Runs one call in a child; returns its errno, or ETIMEDOUT when it did not come back. */
int blocking(long id, unsigned long limit_ms, int (*call)(void *), void *argument);

/* Waits a little, for ever sending heartbeats: all that is left when the conversation is over. */
void idle(void);

/* ---- modules.c ---- */

/* Loads a module after everything it depends on; returns an errno. */
int load_module(long id, const char *name, unsigned long limit_ms);

/* Loads those the initramfs lists: what the port itself needs. Reported once there is a port. */
void load_boot_modules(void);
void report_boot_modules(void);

/* ---- mounts.c ---- */

/* Mounts the pseudo file systems. */
void mount_system(void);

void handle_mount(long id, unsigned long limit_ms, char **words, int count);
void handle_settle(long id, unsigned long limit_ms);

/* Where a program starts: what was mounted last, or /tmp. */
const char *work_directory(void);

/* Unmounts what was mounted last and mounts it the same way; returns an errno. */
int mount_again(long id, unsigned long limit_ms);

/* ---- data.c: the files, from memory and from the disk ---- */

void handle_reread(long id, unsigned long limit_ms);

/* ---- log.c: the kernel's log ---- */

/* Everything the kernel says from now on goes to the console. */
void open_log(void);

/* Marks this moment in the kernel's log and tells the host. */
void mark(void);

/* ---- entropy.c: the kernel's random numbers ---- */

/* Seeds the kernel's generator with 32 bytes in lower-case hex; returns an errno. */
int reseed(const char *hex);

/* ---- probes.c: which lines ran ---- */

/* A kprobe event of that name at MODULE:SYMBOL+OFFSET; returns an errno. */
int add_probe(const char *name, const char *where);

/* Tells every count that changed since it was last told; returns an errno. */
int say_changed_hits(void);

/* Lets an oops end the task that ran into it, not the machine; returns an errno. */
int survive_oops(void);

/* ---- program.c: the program under test ---- */

/* False when the request stream cannot be followed any more. */
bool handle_run(long id, char **words, int count);

#endif
