package document

import (
	"reflect"
	"testing"
)

func TestWhatIsFrozenIsThePaperWithoutItsBlocks(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			frozen, err := Freeze(kind, sample(kind))
			if err != nil {
				t.Fatal(err)
			}
			whole, err := Compose(kind, sample(kind))
			if err != nil {
				t.Fatal(err)
			}
			if len(whole.Blocks) == 0 || len(whole.BlocksEn) == 0 {
				t.Error("the paper has no blocks")
			}
			whole.Blocks, whole.BlocksEn = nil, nil
			if !reflect.DeepEqual(frozen, whole) {
				t.Errorf("frozen %+v, composed %+v", frozen, whole)
			}
		})
	}
}
