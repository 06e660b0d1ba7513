/*
 * In place of libbpf's header: there is no kernel whose structures could differ.
 */
#ifndef RACE_BPF_CORE_READ_H
#define RACE_BPF_CORE_READ_H

#define BPF_CORE_READ(structure, member) ((structure)->member)

#endif
