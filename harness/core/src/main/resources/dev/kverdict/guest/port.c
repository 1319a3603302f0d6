// SPDX-License-Identifier: GPL-2.0-only
/* The channel to the host: JSON lines out, header lines and raw bytes in. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

#define PORT_NAME "dev.kverdict.agent"
#define ESCAPE_LENGTH 6		/* of \u00XX, the longest form of a byte in a string */
#define TAIL 64			/* bytes that may follow a string: a few short fields, "}\n" */
#define STRING_END (MAX_LINE - ESCAPE_LENGTH - 2 * TAIL)	/* where a string is cut */

static int port = -1;
static char input[32768];
static size_t input_at, input_end;
static long heartbeat_ms = 1000;
static long long next_beat;
static long long beats;

bool port_open(void)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	struct dirent *entry;

	while (ports && port < 0 && (entry = readdir(ports))) {
		char path[300], name[64];

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%.200s/name", entry->d_name);
		if (read_file(path, name, sizeof(name)) < 0)
			continue;
		name[strcspn(name, "\n")] = 0;
		if (!strcmp(name, PORT_NAME)) {
			snprintf(path, sizeof(path), "/dev/%.200s", entry->d_name);
			port = open(path, O_RDWR | O_CLOEXEC);
		}
	}
	if (ports)
		closedir(ports);
	return port >= 0;
}

/* ---- out ---- */

static void put(struct message *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct message *m, const char *format, ...)
{
	size_t room = MAX_LINE - m->used;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(m->text + m->used, room, format, args);
	va_end(args);
	m->used += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
}

void begin(struct message *m, const char *type, long id)
{
	m->used = 0;
	put(m, "{\"type\":\"%s\"", type);
	if (id != NO_ID)
		put(m, ",\"id\":%ld", id);
}

void put_number(struct message *m, const char *key, long long value)
{
	put(m, ",\"%s\":%lld", key, value);
}

void put_bool(struct message *m, const char *key, bool value)
{
	put(m, ",\"%s\":%s", key, value ? "true" : "false");
}

/* Escapes all but printable ASCII as \u00XX, one per byte: the host can restore the bytes. */
void put_bytes(struct message *m, const char *key, const char *bytes, size_t length)
{
	put(m, ",\"%s\":\"", key);
	for (size_t i = 0; i < length && m->used < STRING_END; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '"' || c == '\\')
			put(m, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			put(m, "\\u%04x", c);
		else
			m->text[m->used++] = (char)c;
	}
	put(m, "\"");
}

void put_string(struct message *m, const char *key, const char *string)
{
	put_bytes(m, key, string, strlen(string));
}

/*
 * The driver queues a write and returns. The port is writable again only after the host has taken
 * what was queued, so waiting for that makes a message safe from a crash that follows it.
 */
static void wait_until_taken(void)
{
	struct pollfd p = { port, POLLOUT, 0 };

	while (poll(&p, 1, -1) < 0 && errno == EINTR)
		;
}

void send_message(struct message *m)
{
	size_t done = 0;

	put(m, "}\n");
	while (port >= 0 && done < m->used) {
		ssize_t n = write(port, m->text + done, m->used - done);

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (n > 0)
			done += (size_t)n;
		wait_until_taken();
	}
}

void fault(long id, const char *format, ...)
{
	struct message m;
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	begin(&m, "fault", id);
	put_string(&m, "what", text);
	send_message(&m);
}

void set_heartbeat(long ms)
{
	heartbeat_ms = ms;
	next_beat = 0;
}

void beat(void)
{
	struct message m;

	if (now_ms() < next_beat)
		return;
	next_beat = now_ms() + heartbeat_ms;
	begin(&m, "heartbeat", NO_ID);
	put_number(&m, "n", ++beats);
	put_number(&m, "ms", now_ms());
	send_message(&m);
	report_changed_hits();
	report_requests();
}

/* ---- in ---- */

/* Waits for input, sending heartbeats meanwhile. */
static bool refill(void)
{
	for (;;) {
		struct pollfd p = { port, POLLIN, 0 };
		ssize_t n = -1;

		beat();
		if (poll(&p, 1, 100) <= 0)
			continue;
		if (p.revents & POLLIN)
			n = read(port, input, sizeof(input));
		if (n > 0) {
			input_at = 0;
			input_end = (size_t)n;
			return true;
		}
		if (n < 0 && (p.revents & POLLIN) && errno != EAGAIN && errno != EINTR) {
			fault(NO_ID, "the port cannot be read: %s", errno_name(errno));
			return false;
		}
		usleep(5000);	/* nobody is connected: poll returns at once */
	}
}

bool read_exactly(char *to, size_t length)
{
	while (length) {
		size_t n = input_end - input_at < length ? input_end - input_at : length;

		if (!n && !refill())
			return false;
		memcpy(to, input + input_at, n);
		input_at += n;
		to += n;
		length -= n;
	}
	return true;
}

bool read_line(char *to, size_t size)
{
	for (size_t used = 0; used < size; used++) {
		if (!read_exactly(to + used, 1))
			return false;
		if (to[used] == '\n') {
			to[used] = 0;
			return true;
		}
	}
	fault(NO_ID, "a request line of more than %zu bytes", size);
	return false;
}
