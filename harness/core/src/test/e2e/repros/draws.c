// SPDX-License-Identifier: GPL-2.0-only
/* Says what the kernel's generator of random numbers has to give. */
#define _GNU_SOURCE
#include <sys/random.h>

#include "../../../../../../repros/kv.h"

int main(void)
{
	unsigned char drawn[16];
	char name[2 * sizeof(drawn) + 8] = "drew-";

	kv_plan(2);
	kv_step("draw", getrandom(drawn, sizeof(drawn), 0) == sizeof(drawn));
	for (size_t i = 0; i < sizeof(drawn); i++)
		sprintf(name + 5 + 2 * i, "%02x", drawn[i]);
	fprintf(stderr, "%s\n", name);
	kv_step("told", 1);
	return 0;
}
