package blob

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"

	"onestop.internal/models"
)

// sniffOLE tells Word and Excel 97–2003 apart by the streams at the top of the container, so that a
// sheet embedded in a letter does not make it a table. The layout is [MS-CFB].
func sniffOLE(r io.ReaderAt) (string, error) {
	names, err := oleStreams(r)
	if errors.Is(err, errOLE) || errors.Is(err, io.EOF) {
		return "", models.E(models.Invalid, "material.unreadable").With("sniffed", "application/x-ole-storage")
	}
	if err != nil {
		return "", err
	}
	switch {
	case names["WordDocument"]:
		return "application/msword", nil
	case names["Workbook"], names["Book"]:
		return "application/vnd.ms-excel", nil
	}
	return "application/x-ole-storage", nil
}

const (
	oleHeader     = 512
	oleEntry      = 128
	oleDirSectors = 4096 // of the directory that we read: 16,384 entries at least
	oleMaxSector  = 0xFFFFFFFA
	oleNoEntry    = 0xFFFFFFFF

	oleTableSectors = 256 // of the list of table sectors: a file of 2 GiB at least
)

var errOLE = errors.New("not a compound file")

// ole reads sectors of a compound file.
type ole struct {
	r      io.ReaderAt
	sector int64    // size of a sector
	fat    []uint32 // the sectors that hold the allocation table
}

// oleStreams gives the names of the direct children of the root.
func oleStreams(r io.ReaderAt) (map[string]bool, error) {
	var h [oleHeader]byte
	if _, err := r.ReadAt(h[:], 0); err != nil {
		return nil, err
	}
	shift := binary.LittleEndian.Uint16(h[30:])
	if shift != 9 && shift != 12 {
		return nil, errOLE
	}
	o := &ole{r: r, sector: 1 << shift}
	if err := o.readFAT(h[:]); err != nil {
		return nil, err
	}
	dir, err := o.chain(binary.LittleEndian.Uint32(h[48:]))
	if err != nil {
		return nil, err
	}
	if len(dir) < oleEntry {
		return nil, errOLE
	}
	return rootChildren(dir), nil
}

// readFAT lists the sectors of the table: 109 in the header, more in a chain of their own.
func (o *ole) readFAT(h []byte) error {
	for i := 76; i < oleHeader; i += 4 {
		o.addFAT(binary.LittleEndian.Uint32(h[i:]))
	}
	next := binary.LittleEndian.Uint32(h[68:])
	count := min(binary.LittleEndian.Uint32(h[72:]), oleTableSectors)
	for ; count > 0 && next < oleMaxSector; count-- {
		b, err := o.read(next)
		if err != nil {
			return err
		}
		last := len(b) - 4
		for i := 0; i < last; i += 4 {
			o.addFAT(binary.LittleEndian.Uint32(b[i:]))
		}
		next = binary.LittleEndian.Uint32(b[last:])
	}
	return nil
}

func (o *ole) addFAT(sector uint32) {
	if sector < oleMaxSector {
		o.fat = append(o.fat, sector)
	}
}

func (o *ole) read(sector uint32) ([]byte, error) {
	b := make([]byte, o.sector)
	n, err := o.r.ReadAt(b, (int64(sector)+1)*o.sector)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil // the last sector may be cut short
	}
	return b, err
}

// chain reads the sectors from first on, as the table links them.
func (o *ole) chain(first uint32) ([]byte, error) {
	var out []byte
	perSector := uint32(o.sector / 4)
	for n := 0; first < oleMaxSector && n < oleDirSectors; n++ {
		b, err := o.read(first)
		if err != nil {
			return nil, err
		}
		out = append(out, b...)
		i := first / perSector
		if int(i) >= len(o.fat) {
			return nil, errOLE
		}
		table, err := o.read(o.fat[i])
		if err != nil {
			return nil, err
		}
		first = binary.LittleEndian.Uint32(table[first%perSector*4:])
	}
	return out, nil
}

// rootChildren walks the tree of siblings below the root, each entry once.
func rootChildren(dir []byte) map[string]bool {
	names, seen := map[string]bool{}, map[uint32]bool{}
	todo := []uint32{binary.LittleEndian.Uint32(dir[76:])}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if id == oleNoEntry || seen[id] || (int64(id)+1)*oleEntry > int64(len(dir)) {
			continue
		}
		seen[id] = true
		e := dir[int64(id)*oleEntry:][:oleEntry]
		names[oleName(e)] = true
		todo = append(todo, binary.LittleEndian.Uint32(e[68:]), binary.LittleEndian.Uint32(e[72:]))
	}
	return names
}

// oleName gives an entry's name; its length counts bytes and the closing zero.
func oleName(e []byte) string {
	n := min(int(binary.LittleEndian.Uint16(e[64:])), 64)/2 - 1
	var u []uint16
	for i := range n {
		u = append(u, binary.LittleEndian.Uint16(e[2*i:]))
	}
	return string(utf16.Decode(u))
}
