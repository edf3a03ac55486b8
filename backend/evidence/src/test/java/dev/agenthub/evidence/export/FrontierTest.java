package dev.agenthub.evidence.export;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An increment's beginning belongs to the tree that it continues. */
class FrontierTest {

    private static final String ZEROS = "0".repeat(64);

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();
    private final List<Hash> links = ExportFixtures.links(ORIGIN, events);

    @Test
    void bindsTheHeadOfEverySize() throws IOException {
        for (int size = 1; size < events.size(); size++) {
            Frontier frontier = ExportFixtures.frontier(links, size);
            assertThat(frontier.path()).hasSize(Integer.numberOfTrailingZeros(size));
            assertThat(frontier.range().root()).isEqualTo(ExportFixtures.tree(links.subList(0, size)).root());
            assertThat(Frontier.parse(frontier.canonicalBytes())).isEqualTo(frontier);
            assertThat(codes(ExportFixtures.export(events, size, true, List.of())))
                    .containsExactly(Codes.CONTROLS_PARTIAL);
        }
    }

    /** Whoever holds the signing key could else begin an increment at a head that the log never had. */
    @ParameterizedTest
    @ValueSource(ints = {5, 8})
    void rejectsAForgedHeadUnderLinksAndACheckpointThatFit(int size) throws IOException {
        RawZip zip = RawZip.of(ExportFixtures.export(events, size, false, List.of()));
        CompactRange tree = ExportFixtures.tree(links.subList(0, size));
        Hash previous = Hash.ofHex(ZEROS);
        StringBuilder lines = new StringBuilder();
        for (int seq = size; seq < events.size(); seq++) {
            previous = Chain.link(seq, previous, Chain.event(events.get(seq)));
            tree.append(previous);
            lines.append("{\"event\":").append(new String(events.get(seq), StandardCharsets.UTF_8)).append(",\"h\":\"")
                    .append(previous.hex()).append("\"}\n");
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        String name = EntryNames.segment(0);
        int entries = events.size() - size;
        zip.add(name, bytes);
        zip.add("manifest.json", new Manifest(entries, size, ORIGIN.toString(),
                List.of(new Manifest.Segment(entries, size, name, Hash.sha256(bytes)))).canonicalBytes());
        zip.add("checkpoint", new Checkpoint(ORIGIN.toString(), events.size(), tree.root()).sign(SIGNER));
        zip.add("frontier.json", text(size).replace(links.get(size - 1).hex(), ZEROS));
        assertThat(codes(zip.write())).containsExactly(Codes.FRONTIER_INVALID);
    }

    /** A way to spoil a frontier, with a name for the report. */
    record Spoiled(String how, UnaryOperator<String> change) {

        @Override
        public String toString() {
            return how;
        }
    }

    static Stream<Spoiled> spoiled() {
        return Stream.of(new Spoiled("no path", text -> text.replaceFirst("\"path\":\\[.*?],", "")),
                new Spoiled("an empty path", text -> text.replaceFirst("\"path\":\\[.*?]", "\"path\":[]")),
                new Spoiled("a longer path",
                        text -> text.replaceFirst("\"path\":\\[", "\"path\":[\"" + ZEROS + "\",")),
                new Spoiled("a path from the top down",
                        text -> text.replaceFirst("\"path\":\\[(\".*?\"),(\".*?\")]", "\"path\":[$2,$1]")),
                new Spoiled("a number in the path", text -> text.replaceFirst("\"path\":\\[\"", "\"path\":[1,\"")),
                new Spoiled("another node", text -> text.replaceFirst("\"nodes\":\\[\".{64}", "\"nodes\":[\"" + ZEROS)),
                new Spoiled("a node too many",
                        text -> text.replaceFirst("\"nodes\":\\[", "\"nodes\":[\"" + ZEROS + "\",")),
                new Spoiled("a member too many", text -> text.replaceFirst("\"size\"", "\"root\":null,\"size\"")),
                new Spoiled("another size", text -> text.replace("\"size\":4", "\"size\":8")),
                new Spoiled("white space", text -> text.replace(":", ": ")));
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void refuses(Spoiled spoiled) throws IOException {
        RawZip zip = RawZip.of(ExportFixtures.export(events, 4, false, List.of()));
        String changed = spoiled.change().apply(text(4));
        assertThat(changed).isNotEqualTo(text(4));
        zip.add("frontier.json", changed);
        assertThat(codes(zip.write())).containsExactly(Codes.FRONTIER_INVALID);
    }

    /** Each is the honest one of the same log, at another place. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void refusesOneThatEndsBeforeOrAfterTheExportBegins(int size) throws IOException {
        RawZip zip = RawZip.of(ExportFixtures.export(events, 4, false, List.of()));
        zip.add("frontier.json", text(size));
        assertThatThrownBy(() -> ExportReader.open(ExportFixtures.write(folder, zip.write())))
                .hasFieldOrPropertyWithValue("code", Codes.FRONTIER_INVALID).hasMessageContaining("does not end where");
    }

    @Test
    void cannotBeMadeOfPartsThatDoNotBelongTogether() {
        Frontier honest = ExportFixtures.frontier(links, 6);
        List<Hash> path = new ArrayList<>(honest.path());
        path.set(0, links.getFirst());
        assertThatThrownBy(() -> new Frontier(honest.head(), honest.nodes(), path, 6))
                .hasFieldOrPropertyWithValue("code", Codes.FRONTIER_INVALID);
        assertThatThrownBy(() -> new Frontier(links.getFirst(), honest.nodes(), honest.path(), 6))
                .hasFieldOrPropertyWithValue("code", Codes.FRONTIER_INVALID);
    }

    private String text(int size) {
        return new String(ExportFixtures.frontier(links, size).canonicalBytes(), StandardCharsets.UTF_8);
    }

    private List<String> codes(byte[] export) throws IOException {
        return Verifier
                .verify(ExportFixtures.write(folder, export),
                        VerifyOptions.of(ExportFixtures.SIGNER.verifierKey(), null))
                .findings().stream().map(Finding::code).toList();
    }
}
