package dev.agenthub.evidence.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.hash.Hash;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One pass over the leaves gives the proof that the whole tree in memory gives. */
class InclusionProverTest {

    private static final int LARGEST = 70;
    private static final List<byte[]> LEAVES = IntStream.range(0, LARGEST).mapToObj(i -> new byte[]{(byte) i}).toList();

    @Test
    void provesEveryLeafOfEverySizeLikeTheTree() {
        MerkleTree tree = new MerkleTree();
        LEAVES.forEach(tree::append);
        for (int size = 1; size <= LARGEST; size++) {
            for (int index = 0; index < size; index++) {
                assertThat(proof(index, size, 0)).isEqualTo(tree.inclusionProof(index, size));
                assertThat(proof(index, size, index / 2)).isEqualTo(tree.inclusionProof(index, size));
                assertThat(proof(index, size, index)).isEqualTo(tree.inclusionProof(index, size));
            }
        }
    }

    @Test
    void givesTheInclusionProofOfTheCertificateTransparencyVectors() {
        InclusionProver prover = new InclusionProver(5, 8, new CompactRange());
        for (String leaf : List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                "606162636465666768696a6b6c6d6e6f")) {
            prover.append(HexFormat.of().parseHex(leaf));
        }
        assertThat(prover.proof()).extracting(Hash::hex).containsExactly(
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    void refusesLeavesThatTheTreeDoesNotHave() {
        assertThatThrownBy(() -> new InclusionProver(3, 3, new CompactRange()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> proof(1, 4, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesNoProofBeforeEveryLeafWentBy() {
        assertThatThrownBy(() -> new InclusionProver(0, 2, new CompactRange()).proof())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givesNoProofAfterMoreLeavesThanThereAre() {
        InclusionProver prover = new InclusionProver(0, 2, new CompactRange());
        LEAVES.subList(0, 3).forEach(prover::append);
        assertThatThrownBy(prover::proof).isInstanceOf(IllegalStateException.class);
    }

    private static List<Hash> proof(int index, int size, int known) {
        CompactRange before = new CompactRange();
        LEAVES.subList(0, known).forEach(before::append);
        InclusionProver prover = new InclusionProver(index, size, before);
        LEAVES.subList(known, size).forEach(prover::append);
        return prover.proof();
    }
}
