// SPDX-License-Identifier: GPL-2.0-only
/*
 * Seeds the kernel's random numbers. All guests restored from one snapshot would draw the same, so
 * each first gets a different seed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent.h"

#define SEED_BYTES 32		/* the length of the generator's key, drivers/char/random.c */

static int digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* random(4): RNDADDENTROPY credits the bytes, RNDRESEEDCRNG makes the generator use them at once. */
static int add_entropy(const unsigned char *seed)
{
	_Alignas(struct rand_pool_info) char pool[sizeof(struct rand_pool_info) + SEED_BYTES];
	struct rand_pool_info *info = (struct rand_pool_info *)pool;
	int fd = open("/dev/urandom", O_RDWR | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	info->entropy_count = 8 * SEED_BYTES;
	info->buf_size = SEED_BYTES;
	memcpy(info->buf, seed, SEED_BYTES);
	if (ioctl(fd, RNDADDENTROPY, info) < 0 || ioctl(fd, RNDRESEEDCRNG) < 0)
		error = errno;
	close(fd);
	return error;
}

int reseed(const char *hex)
{
	unsigned char seed[SEED_BYTES];

	if (strlen(hex) != 2 * SEED_BYTES)
		return EINVAL;
	for (size_t i = 0; i < SEED_BYTES; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return EINVAL;
		seed[i] = (unsigned char)(high << 4 | low);
	}
	return add_entropy(seed);
}
