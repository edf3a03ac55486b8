package dev.agenthub.evidence.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the vectors of the Certificate Transparency reference implementation. */
class MerkleTreeTest {

    private static final List<String> LEAVES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final MerkleTree tree = tree();

    private static MerkleTree tree() {
        MerkleTree tree = new MerkleTree();
        LEAVES.forEach(leaf -> tree.append(bytes(leaf)));
        return tree;
    }

    @Test
    void hasTheKnownRoots() {
        CompactRange range = new CompactRange();
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(tree.root(size)).hasToString(ROOTS.get(size));
            assertThat(range.root()).hasToString(ROOTS.get(size));
            if (size < LEAVES.size()) {
                range.append(bytes(LEAVES.get(size)));
            }
        }
    }

    @Test
    void givesTheKnownInclusionProofs() {
        assertThat(tree.inclusionProof(0, 8)).extracting(Hash::hex).containsExactly(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(tree.inclusionProof(0, 1)).isEmpty();
    }

    @Test
    void givesTheKnownConsistencyProofs() {
        assertThat(tree.consistencyProof(6, 8)).extracting(Hash::hex).containsExactly(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(tree.consistencyProof(2, 5)).extracting(Hash::hex).containsExactly(
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void provesEveryLeafInEverySizeAndNothingElse() {
        for (int size = 1; size <= 8; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = tree.inclusionProof(index, size);
                Proofs.verifyInclusion(bytes(LEAVES.get(index)), index, size, proof, tree.root(size));
                for (int wrong = 0; wrong < size; wrong++) {
                    int leaf = wrong;
                    int of = size;
                    if (wrong != index) {
                        assertRejected(
                                () -> Proofs.verifyInclusion(bytes(LEAVES.get(leaf)), leaf, of, proof, tree.root(of)));
                    }
                }
            }
        }
    }

    @Test
    void provesConsistencyOfEveryTwoSizes() {
        for (int second = 0; second <= 8; second++) {
            for (int first = 0; first <= second; first++) {
                Proofs.verifyConsistency(first, tree.root(first), second, tree.root(second),
                        tree.consistencyProof(first, second));
            }
        }
    }

    @Test
    void rejectsProofsThatWereTamperedWith() {
        List<Hash> proof = tree.consistencyProof(3, 7);
        Hash first = tree.root(3);
        Hash second = tree.root(7);
        for (int i = 0; i < proof.size(); i++) {
            List<Hash> changed = new ArrayList<>(proof);
            changed.set(i, Hash.sha256());
            assertRejected(() -> Proofs.verifyConsistency(3, first, 7, second, changed));
            List<Hash> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            assertRejected(() -> Proofs.verifyConsistency(3, first, 7, second, shorter));
        }
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(Hash.sha256());
        assertRejected(() -> Proofs.verifyConsistency(3, first, 7, second, longer));
        assertRejected(() -> Proofs.verifyConsistency(3, first, 7, first, proof));
        assertRejected(() -> Proofs.verifyConsistency(3, second, 7, second, proof));
        assertRejected(() -> Proofs.verifyConsistency(4, tree.root(4), 8, tree.root(8), List.of()));
        assertRejected(() -> Proofs.verifyConsistency(7, second, 3, first, proof));
        assertRejected(() -> Proofs.verifyConsistency(0, Hash.of(new byte[32]), 3, first, List.of()));
        assertRejected(() -> Proofs.verifyConsistency(3, first, 3, second, List.of()));
    }

    @Test
    void rejectsProofsThatEndBelowTheRootOfTheSizeClaimed() {
        for (int size = 1; size <= 8; size++) {
            int claimed = 4 * size;
            Hash root = tree.root(size);
            for (int i = 0; i < size; i++) {
                int index = i;
                List<Hash> inclusion = tree.inclusionProof(index, size);
                assertRejected(
                        () -> Proofs.verifyInclusion(bytes(LEAVES.get(index)), index, claimed, inclusion, root));
                if (index > 0) {
                    List<Hash> consistency = tree.consistencyProof(index, size);
                    assertRejected(
                            () -> Proofs.verifyConsistency(index, tree.root(index), claimed, root, consistency));
                }
            }
        }
    }

    @Test
    void rejectsProofsOfLeavesThatTheSizeDoesNotHold() {
        assertRejected(() -> Proofs.verifyInclusion(bytes(LEAVES.getFirst()), 1, 1, List.of(), tree.root(1)));
        assertRejected(() -> Proofs.verifyInclusion(bytes(LEAVES.getFirst()), -1, 1, List.of(), tree.root(1)));
        assertRejected(() -> Proofs.verifyConsistency(3, tree.root(3), 7, tree.root(7), List.of()));
        assertRejected(() -> Proofs.verifyConsistency(-1, tree.root(0), 7, tree.root(7), List.of()));
    }

    @Test
    void knowsNoSizeOrLeafBeyondItsOwn() {
        for (Runnable beyond : List.<Runnable>of(() -> tree.root(9), () -> tree.root(-1),
                () -> tree.inclusionProof(0, 9), () -> tree.inclusionProof(4, 4), () -> tree.inclusionProof(-1, 4),
                () -> tree.consistencyProof(1, 9), () -> tree.consistencyProof(5, 4),
                () -> tree.consistencyProof(-1, 4))) {
            assertThatThrownBy(beyond::run).isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("no such size or leaf");
        }
    }

    @Test
    void provesConsistencyOfEveryTwoSizesOfALargerTree() {
        MerkleTree larger = new MerkleTree();
        for (int i = 0; i < 70; i++) {
            larger.append(new byte[]{(byte) i});
        }
        for (int second = 1; second <= 70; second++) {
            for (int first = 1; first <= second; first++) {
                Proofs.verifyConsistency(first, larger.root(first), second, larger.root(second),
                        larger.consistencyProof(first, second));
            }
        }
    }

    @Test
    void beginsWithARangeOfNothing() {
        assertThat(CompactRange.of(0, List.of()).root()).isEqualTo(new CompactRange().root());
    }

    @Test
    void continuesFromTheNodesOfACompactRange() {
        CompactRange start = new CompactRange();
        LEAVES.subList(0, 5).forEach(leaf -> start.append(bytes(leaf)));
        CompactRange continued = CompactRange.of(5, start.nodes());
        LEAVES.subList(5, 8).forEach(leaf -> continued.append(bytes(leaf)));
        assertThat(continued.root()).hasToString(ROOTS.get(8));
        assertThatThrownBy(() -> CompactRange.of(4, start.nodes()))
                .hasFieldOrPropertyWithValue("code", Codes.FRONTIER_INVALID);
    }

    private static void assertRejected(Runnable verification) {
        assertThatThrownBy(verification::run).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.PROOF_INVALID);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
