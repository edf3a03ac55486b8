package dev.agenthub.evidence.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.hash.Hash;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerklePropertyTest {

    @Test
    void provesAnyLeafAndAnyGrowth() {
        Trials.of(100, random -> {
            int size = random.nextInt(1, 301);
            MerkleTree tree = new MerkleTree();
            CompactRange range = new CompactRange();
            for (int i = 0; i < size; i++) {
                tree.append(leaf(i));
                range.append(leaf(i));
            }
            Hash root = tree.root(size);
            assertThat(range.root()).isEqualTo(root);
            int index = random.nextInt(size);
            Proofs.verifyInclusion(leaf(index), index, size, tree.inclusionProof(index, size), root);
            int smaller = random.nextInt(size + 1);
            List<Hash> proof = tree.consistencyProof(smaller, size);
            Proofs.verifyConsistency(smaller, tree.root(smaller), size, root, proof);
        });
    }

    private static byte[] leaf(int number) {
        return new byte[]{(byte) number, (byte) (number >> 8)};
    }
}
