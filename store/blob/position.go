package blob

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"

	"onestop.internal/models"
)

// position is how far an upload is confirmed: Offset bytes are flushed to the disk. It lies in two
// slots of a small file, written in turn, so that a write cut short leaves the one before it.
type position struct {
	Seq    int64 // counts the writes; its lowest bit is the slot
	Offset int64
	At     models.Instant // of the last confirmation
}

const (
	slotSize  = 512 // a sector each
	slotBytes = 28
)

var errPosition = errors.New("the position of the upload is unreadable")

// readPosition gives the later of the two slots. It never guesses: two broken slots are an error.
func readPosition(f io.ReaderAt) (position, error) {
	best := position{Seq: -1}
	for i := range 2 {
		var b [slotBytes]byte
		if _, err := f.ReadAt(b[:], int64(i)*slotSize); err != nil && !errors.Is(err, io.EOF) {
			return position{}, err
		}
		if crc32.ChecksumIEEE(b[:24]) != binary.LittleEndian.Uint32(b[24:]) {
			continue
		}
		p := position{
			Seq:    int64(binary.LittleEndian.Uint64(b[:])),
			Offset: int64(binary.LittleEndian.Uint64(b[8:])),
			At:     models.Instant(binary.LittleEndian.Uint64(b[16:])),
		}
		if p.Seq > best.Seq {
			best = p
		}
	}
	if best.Seq < 0 {
		return position{}, errPosition
	}
	return best, nil
}

// writePosition writes and flushes p in its slot.
func writePosition(f *os.File, p position) error {
	var b [slotBytes]byte
	binary.LittleEndian.PutUint64(b[:], uint64(p.Seq))
	binary.LittleEndian.PutUint64(b[8:], uint64(p.Offset))
	binary.LittleEndian.PutUint64(b[16:], uint64(p.At))
	binary.LittleEndian.PutUint32(b[24:], crc32.ChecksumIEEE(b[:24]))
	if _, err := f.WriteAt(b[:], p.Seq%2*slotSize); err != nil {
		return err
	}
	return f.Sync()
}
