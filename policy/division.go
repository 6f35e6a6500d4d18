package policy

import "strings"

// levels are the lengths that the meaningful part of a 12-digit division code may have: province,
// city, county, town or park, village.
var levels = [...]int{2, 4, 6, 9, 12}

// division gives the meaningful part of a division code: what stands before the zeros that mean "the
// whole"; "" for anything that is no division code.
func division(code string) string {
	if len(code) != 12 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	for _, n := range levels {
		if strings.Trim(code[n:], "0") == "" {
			return code[:n]
		}
	}
	return code
}

// Covers tells whether the division outer is inner or holds it. Anything but two division codes is
// covered by nothing.
func Covers(outer, inner string) bool {
	o, i := division(outer), division(inner)
	return o != "" && i != "" && strings.HasPrefix(i, o)
}
