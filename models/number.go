package models

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// CaseNumber is the number of a case by its parts (申请编号). Written out it has 21 digits:
// region 6, date 8, serial of that day 6, check 1 (ISO 7064 MOD 11,10). It is never reused.
type CaseNumber struct {
	Region string // 6 digits
	Day    Date   // the Shanghai date of its making
	Serial int    // 1 … 999999 within region and day
}

// NewCaseNumber writes a case number. Errors are Invalid with the key case_number.region,
// case_number.date or case_number.serial.
func NewCaseNumber(region string, day Date, serial int) (string, error) {
	switch {
	case len(region) != 6 || !digits(region):
		return "", E(Invalid, "case_number.region")
	case day == 0 || day.Year() < 1000 || day.Year() > 9999:
		return "", E(Invalid, "case_number.date")
	case serial < 1 || serial > 999_999:
		return "", E(Invalid, "case_number.serial")
	}
	s := fmt.Sprintf("%s%s%06d", region, day.utc().Format("20060102"), serial)
	return s + string(mod1110(s)), nil
}

// ParseCaseNumber reads a case number, with or without hyphens and blanks, and checks it. It gives
// the 21 digits and their parts. Errors are Invalid with the key case_number.length,
// case_number.alphabet, case_number.check, case_number.date or case_number.serial.
func ParseCaseNumber(s string) (string, CaseNumber, error) {
	s = strings.ReplaceAll(fold(s), "-", "")
	if len([]rune(s)) != 21 {
		return "", CaseNumber{}, E(Invalid, "case_number.length")
	}
	if !digits(s) {
		return "", CaseNumber{}, E(Invalid, "case_number.alphabet")
	}
	if mod1110(s[:20]) != s[20] {
		return "", CaseNumber{}, E(Invalid, "case_number.check")
	}
	day, err := time.Parse("20060102", s[6:14])
	if err != nil {
		return "", CaseNumber{}, E(Invalid, "case_number.date")
	}
	n, err := strconv.Atoi(s[14:20])
	if err != nil || n == 0 {
		return "", CaseNumber{}, E(Invalid, "case_number.serial")
	}
	return s, CaseNumber{Region: s[:6], Day: Day(day.Date()), Serial: n}, nil
}

// ShowCaseNumber puts the hyphens in: 140999-20260302-000017-7. Another text stays as it is.
func ShowCaseNumber(s string) string {
	if len(s) != 21 || !digits(s) {
		return s
	}
	return s[:6] + "-" + s[6:14] + "-" + s[14:20] + "-" + s[20:]
}

// mod1110 gives the check digit of ISO 7064 MOD 11,10 for a row of digits.
func mod1110(s string) byte {
	p := 10
	for _, c := range []byte(s) {
		p = (p + int(c-'0')) % 10
		if p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return byte('0' + (11-p)%10)
}

// DocumentNumber writes the number of an official paper: 示审受〔2026〕17号. Word is the agency's
// (机关代字), letter the kind's (文种); n runs from 1 within word, letter and civil year (GB/T 9704:
// four-digit year in hexagonal brackets, serial without leading zeros). Errors are Invalid with the
// key document_number.word (word or letter is empty) or document_number.range.
func DocumentNumber(word, letter string, year, n int) (string, error) {
	if word == "" || letter == "" {
		return "", E(Invalid, "document_number.word")
	}
	if year < 1000 || year > 9999 || n < 1 {
		return "", E(Invalid, "document_number.range")
	}
	return fmt.Sprintf("%s%s〔%d〕%d号", word, letter, year, n), nil
}

// The 32 characters of a query code: no 0, 1, I or O, which are read for one another.
const queryAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// QueryCodeLength is the number of characters of a query code: 40 random bits.
const QueryCodeLength = 8

// NewQueryCode draws the code with which anyone who holds the paper may look up the case. random
// must be a cryptographic source; its error is passed on.
func NewQueryCode(random io.Reader) (string, error) {
	var b [QueryCodeLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("draw a query code: %w", err)
	}
	for i := range b {
		b[i] = queryAlphabet[b[i]%32] // 256 is a multiple of 32: every character is as likely
	}
	return string(b[:]), nil
}

// ParseQueryCode normalises a code that was typed, hyphens and blanks taken off. The error is Invalid
// with the key query_code.shape.
func ParseQueryCode(s string) (string, error) {
	s = strings.ReplaceAll(fold(s), "-", "")
	if len(s) != QueryCodeLength || strings.Trim(s, queryAlphabet) != "" {
		return "", E(Invalid, "query_code.shape")
	}
	return s, nil
}
