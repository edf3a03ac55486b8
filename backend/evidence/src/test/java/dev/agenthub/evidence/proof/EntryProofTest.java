package dev.agenthub.evidence.proof;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.BytePositions;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof of one entry verifies alone, and nothing that was tampered with does. */
class EntryProofTest {

    private static final VerifierKey KEY = SIGNER.verifierKey();

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();

    @Test
    void isATransparencyLogProofOfTheC2sp() {
        EntryProof proof = prove(events, 0, 3);
        String[] lines = proof.text().split("\n", -1);

        assertThat(lines[0]).isEqualTo("c2sp.org/tlog-proof@v1");
        assertThat(
                new String(Base64.getDecoder().decode(lines[1].substring("extra ".length())), StandardCharsets.UTF_8))
                .isEqualTo("{\"event\":" + new String(events.get(3), StandardCharsets.UTF_8) + ",\"previous\":\""
                        + ExportFixtures.links(ORIGIN, events).get(2).hex() + "\"}");
        assertThat(lines[2]).isEqualTo("index 3");
        assertThat(proof.text()).endsWith("\n\n" + ExportFixtures.checkpoint(events));
    }

    @Test
    void verifiesFirstMiddleAndLastInTreesOfManySizesFromFullAndIncrementalExports() {
        SampleLog log = SampleLog.opened();
        for (int size = log.events().size(); size < 24; size++) {
            List<byte[]> all = log.events();
            for (int firstSeq : List.of(0, 1, size / 2, size - 1)) {
                for (int seq : List.of(firstSeq, (firstSeq + size) / 2, size - 1)) {
                    EntryProof proof = prove(all, firstSeq, seq);
                    assertThat(verify(proof.text().getBytes(StandardCharsets.UTF_8), KEY, null).isVerified()).isTrue();
                    assertThat(proof.event()).isEqualTo(all.get(seq));
                }
            }
            log.append(EventType.EXPORT_CREATED, SampleLog.data().build());
        }
    }

    @Test
    void saysWhatItProvesAndWhatItDoesNot() {
        ProofReport report = verify(proof(2), KEY, null);

        assertThat(report.parts()).isEqualTo(new ProofReport.Parts(PartState.PASSED, PartState.PASSED, PartState.PASSED,
                PartState.UNPINNED));
        assertThat(report.link()).isEqualTo(ExportFixtures.links(ORIGIN, events).get(2));
        assertThat(report.toText()).startsWith("VERIFIED (UNPINNED)\n").contains("member.key_enrolled",
                "stands in the log at this place", "Not that the log is complete");
        assertThat(report.toJson()).contains("\"seq\":2", "\"verdict\":\"VERIFIED\"", "\"doesNotProve\":\"Not that");
    }

    @Test
    void isRejectedWhereAnyByteIsAnotherOrMissing() {
        byte[] proof = proof(5);
        int[] places = placesOfEveryLine(proof);
        for (int i : places) {
            for (int bit : new int[]{1, 0x20, 0x80}) {
                byte[] other = proof.clone();
                other[i] ^= (byte) bit;
                assertThat(verify(other, KEY, null).verdict()).as(BytePositions.name(i)).isEqualTo(Verdict.REJECTED);
            }
        }
        for (int length : places) {
            assertThat(verify(Arrays.copyOf(proof, length), KEY, null).isVerified())
                    .as("cut at " + BytePositions.name(length))
                    .isFalse();
        }
    }

    private static int[] placesOfEveryLine(byte[] text) {
        BytePositions places = BytePositions.of(text.length);
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                places.with(start, i + 1, 4).with(i, i + 1, 1);
                start = i + 1;
            }
        }
        return places.toArray();
    }

    @Test
    void isRejectedAtAnotherPlaceOrWithAnotherEventOrLink() {
        List<Hash> links = ExportFixtures.links(ORIGIN, events);
        String note = ExportFixtures.checkpoint(events);
        List<Hash> hashes = hashes(5);
        assertThat(codes(EntryProof.of(events.get(5), links.get(4), 5, hashes, note))).isEmpty();
        assertThat(codes(EntryProof.of(events.get(5), links.get(4), 4, hashes, note)))
                .containsExactly(Codes.PROOF_INVALID);
        assertThat(codes(EntryProof.of(events.get(4), links.get(4), 5, hashes, note)))
                .containsExactly(Codes.PROOF_INVALID);
        assertThat(codes(EntryProof.of(events.get(5), links.get(3), 5, hashes, note)))
                .containsExactly(Codes.PROOF_INVALID);
        assertThat(codes(EntryProof.of(events.get(5), links.get(4), 5, hashes.subList(1, hashes.size()), note)))
                .containsExactly(Codes.PROOF_INVALID);
        assertThat(codes(EntryProof.of("{}".getBytes(StandardCharsets.UTF_8), links.get(4), 5, hashes, note)))
                .containsExactly(Codes.ENTRY_MALFORMED, Codes.PROOF_INVALID);
    }

    private List<Hash> hashes(int seq) {
        return TlogProof.parse(proof(seq)).hashes();
    }

    private List<String> codes(EntryProof proof) {
        return verify(proof.text().getBytes(StandardCharsets.UTF_8), KEY, null).findings().stream().map(Finding::code)
                .toList();
    }

    @Test
    void isRejectedWhereTheFirstEntryIsThatOfAnotherLog() {
        Origin other = new Origin("elsewhere.example", ExportFixtures.ORG, 1);
        Hash genesis = Chain.genesis(other);
        Hash link = Chain.link(0, genesis, Chain.event(events.getFirst()));
        String note = new Checkpoint(ORIGIN.toString(), 1, ExportFixtures.tree(List.of(link)).root()).sign(SIGNER);

        assertThat(codes(EntryProof.of(events.getFirst(), genesis, 0, List.of(), note)))
                .containsExactly(Codes.LINK_MISMATCH);
    }

    @Test
    void isRejectedWhereTheEventBelongsToAnotherOrganization() {
        List<byte[]> foreign = new SampleLog().org(SampleLog.id("another")).append(EventType.LOG_OPENED,
                SampleLog.data().build()).events();

        assertThat(codes(prove(foreign, 0, 0))).containsExactly(Codes.WRONG_ORG);
    }

    @Test
    void needsATrustedKey() {
        NoteSigner stranger = new NoteSigner(ORIGIN.toString(), ExportFixtures.seed("stranger"));

        assertThat(verify(proof(1), null, null).findings()).extracting(Finding::code)
                .containsExactly(Codes.SIGNATURE_MISSING);
        assertThat(verify(proof(1), stranger.verifierKey(), null).findings()).extracting(Finding::code)
                .containsExactly(Codes.SIGNATURE_MISSING);
    }

    @Test
    void holdsAgainstAPinOfTheSameTreeAndSaysWhereThePinIsOfAnotherSize() {
        ProofReport same = verify(proof(1), null, ExportFixtures.pin(events, events.size()));
        ProofReport older = verify(proof(1), null, ExportFixtures.pin(events, 4));

        assertThat(same.pinned()).isTrue();
        assertThat(same.parts().pin()).isEqualTo(PartState.PASSED);
        assertThat(older.isVerified()).isTrue();
        assertThat(older.pinned()).isFalse();
        assertThat(older.toText()).contains("of another size: nothing here links the two");
    }

    @Test
    void isRejectedAgainstAPinOfAForkOrOfAnotherLog() {
        List<byte[]> forked = SampleLog.ordinary().events();
        forked.set(3, forked.get(4));
        NoteSigner renamed = new NoteSigner(new Origin("other.example", ExportFixtures.ORG, 1).toString(),
                ExportFixtures.seed("checkpoint"));
        Pin elsewhere = new Pin(new Checkpoint(renamed.name(), 4, Hash.sha256()).sign(renamed), renamed.verifierKey());

        assertThat(verify(proof(1), null, ExportFixtures.pin(forked, forked.size())).findings())
                .extracting(Finding::code).containsExactly(Codes.PIN_FORKED);
        assertThat(verify(proof(1), null, elsewhere).findings()).extracting(Finding::code)
                .containsExactly(Codes.PIN_ORIGIN_CHANGED);
    }

    @Test
    void cannotBeMadeOfAnEntryThatTheExportDoesNotHold() {
        for (int seq : List.of(-1, 1, events.size())) {
            assertThatThrownBy(() -> prove(events, 2, seq)).isInstanceOf(EvidenceException.class)
                    .hasMessageContaining("holds the entries 2 to " + (events.size() - 1))
                    .extracting("code").isEqualTo(Codes.SEQ_OUT_OF_RANGE);
        }
        assertThatThrownBy(() -> prove(List.of(), 0, 0)).isInstanceOf(EvidenceException.class)
                .extracting("code").isEqualTo(Codes.SEQ_OUT_OF_RANGE);
    }

    @Test
    void cannotBeMadeOfAnExportWhoseCheckpointIsOfOtherEntries() {
        ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);
        parts.links.set(7, Hash.sha256());

        assertThatThrownBy(() -> EntryProver.prove(ExportFixtures.write(folder, parts.write()), 3, (done, total) -> {}))
                .isInstanceOf(EvidenceException.class).extracting("code").isEqualTo(Codes.PROOF_INVALID);
    }

    @Test
    void pointsAtTheLineThatIsNoProof() {
        String text = new String(proof(1), StandardCharsets.UTF_8);
        int index = text.indexOf("index ");
        String leadingZero = text.replace("index 1", "index 01");

        assertThatThrownBy(() -> EntryProof.parse(leadingZero.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EvidenceException.class).extracting("code", "offset")
                .containsExactly(Codes.PROOF_MALFORMED, (long) index);
    }

    @Test
    void rejectsNumbersThatNoReportCanHold() {
        String text = new String(proof(3), StandardCharsets.UTF_8);
        String note = EntryProof.parse(proof(3)).note();
        String size = note.split("\n", 3)[1];
        String beyond = "9007199254740993";

        assertThat(codes(text.replace("index 3\n", "index " + beyond + "\n"))).containsExactly(Codes.PROOF_MALFORMED);
        assertThat(codes(text.replace("\n" + size + "\n", "\n" + beyond + "\n")))
                .containsExactly(Codes.CHECKPOINT_MALFORMED);
    }

    private List<String> codes(String proof) {
        ProofReport report = verify(proof.getBytes(StandardCharsets.UTF_8), KEY, null);
        assertThat(report.toJson()).contains("REJECTED");
        return report.findings().stream().map(Finding::code).toList();
    }

    private byte[] proof(int seq) {
        return prove(events, 0, seq).text().getBytes(StandardCharsets.UTF_8);
    }

    private EntryProof prove(List<byte[]> all, int firstSeq, int seq) {
        try {
            Path export = ExportFixtures.write(folder, ExportFixtures.export(all, firstSeq, true, List.of()));
            return EntryProver.prove(export, seq, (done, total) -> assertThat(done).isLessThanOrEqualTo(total));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProofReport verify(byte[] proof, @Nullable VerifierKey key, @Nullable Pin pin) {
        return ProofVerifier.verify(proof, key, pin);
    }
}
