package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// forgetText takes the pages of the program's file out of the process, where they were read and never written:
// a start goes through much of the program that is not needed again. What is needed comes back from the
// machine's cache.
func forgetText() error {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil // without /proc nothing is given back
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return nil // as above
	}
	defer f.Close()
	var from, to uintptr
	for in := bufio.NewScanner(f); in.Scan(); {
		fields := strings.Fields(in.Text())
		switch {
		case len(fields) >= 5 && strings.Contains(fields[0], "-"):
			from, to = 0, 0
			if len(fields) == 6 && fields[5] == self && fields[1][1] == '-' {
				from, to = span(fields[0])
			}
		case len(fields) == 3 && fields[0] == "Anonymous:" && fields[1] == "0" && to > from:
			if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED); errno != 0 {
				return fmt.Errorf("madvise: %w", errno)
			}
		}
	}
	return nil
}

// span reads the addresses of a mapping.
func span(s string) (from, to uintptr) {
	a, b, _ := strings.Cut(s, "-")
	x, err := strconv.ParseUint(a, 16, 64)
	if err != nil {
		return 0, 0
	}
	y, err := strconv.ParseUint(b, 16, 64)
	if err != nil {
		return 0, 0
	}
	return uintptr(x), uintptr(y)
}
