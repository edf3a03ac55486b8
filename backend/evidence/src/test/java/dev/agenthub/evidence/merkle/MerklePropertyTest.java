package dev.agenthub.evidence.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.hash.Hash;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MerklePropertyTest {

    @Property(tries = 100)
    void provesAnyLeafAndAnyGrowth(@ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int a,
            @ForAll @IntRange(max = 299) int b) {
        MerkleTree tree = new MerkleTree();
        CompactRange range = new CompactRange();
        for (int i = 0; i < size; i++) {
            tree.append(leaf(i));
            range.append(leaf(i));
        }
        Hash root = tree.root(size);
        assertThat(range.root()).isEqualTo(root);
        int index = a % size;
        Proofs.verifyInclusion(leaf(index), index, size, tree.inclusionProof(index, size), root);
        int smaller = b % (size + 1);
        List<Hash> proof = tree.consistencyProof(smaller, size);
        Proofs.verifyConsistency(smaller, tree.root(smaller), size, root, proof);
    }

    private static byte[] leaf(int number) {
        return new byte[]{(byte) number, (byte) (number >> 8)};
    }
}
