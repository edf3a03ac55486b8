package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that two readers could see differently, or that would cost a reader more than they are worth, are refused early. */
class HostileArchiveTest {

    private static final String PAYLOAD = "payloads/" + "0".repeat(64) + ".json";
    private static final String CAPITALS = "0123456789ABCDEF";

    @TempDir
    private Path folder;

    @Test
    void takesTheHonestArchiveThatTheHostileOnesAreMadeFrom() throws IOException {
        assertThat(verify(honest().write()).findings()).isEmpty();
    }

    @Test
    void takesAnHonestArchiveWithWideNumbers() throws IOException {
        RawZip zip = honest();
        zip.wide = true;
        assertThat(verify(zip.write()).findings()).isEmpty();
        RawZip.Entry entry = zip.entry("checkpoint");
        entry.localExtra = new LittleEndian(12).u16(1).u16(8).u64(entry.size).bytes();
        entry.localSize = Zip.MAX32;
        assertThat(verify(zip.write()).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0x20, 0x21, 0x81A4_0000L, 0x01A4_0000L})
    void takesRegularFilesWhateverTheirPermissions(long attributes) throws IOException {
        RawZip zip = honest();
        zip.entries.values().forEach(entry -> entry.attributes = attributes);
        assertThat(verify(zip.write()).findings()).isEmpty();
    }

    /** A way to spoil an archive, with a name for the report. */
    record Spoiled(String how, Consumer<RawZip> change) {

        @Override
        public String toString() {
            return how;
        }
    }

    static Stream<Spoiled> spoiled() {
        return Stream.of(spoiled("bytes before the first entry", zip -> zip.before = new byte[]{1}),
                spoiled("bytes between the entries", zip -> first(zip).gap = new byte[]{1}),
                spoiled("bytes before the central directory", zip -> zip.between = new byte[]{1}),
                spoiled("bytes after the end", zip -> zip.after = new byte[]{1}),
                spoiled("a comment on the archive", zip -> zip.comment = 1),
                spoiled("a comment on an entry", zip -> first(zip).commentLength = 1),
                spoiled("several disks", zip -> zip.disk = 1),
                spoiled("more entries claimed than are there", zip -> zip.claimed = 60_000),
                spoiled("fewer entries claimed than are there", zip -> zip.claimed = 1),
                spoiled("a huge count in a wide end record", zip -> {
                    zip.wide = true;
                    zip.claimed = Integer.MAX_VALUE;
                }), spoiled("encryption", zip -> first(zip).flags = first(zip).localFlags = 1),
                spoiled("a data descriptor", zip -> first(zip).flags = first(zip).localFlags = 8),
                spoiled("another method", zip -> first(zip).method = 14),
                spoiled("an extra field", zip -> first(zip).extra = new byte[]{0x75, 0x70, 0, 0}),
                spoiled("a local extra field", zip -> first(zip).localExtra = new byte[]{0x75, 0x70, 0, 0}),
                spoiled("other local flags", zip -> first(zip).localFlags = 0x800),
                spoiled("another local name", zip -> first(zip).localName = "frontier.json"),
                spoiled("another local size", zip -> first(zip).localSize++),
                spoiled("a directory to DOS", zip -> first(zip).attributes = 0x10),
                spoiled("a disk's label to DOS", zip -> first(zip).attributes = 0x08),
                spoiled("a directory to Unix", zip -> first(zip).attributes = 0x41ED_0000L),
                spoiled("a symbolic link", zip -> first(zip).attributes = 0xA1FF_0000L),
                spoiled("a pipe", zip -> first(zip).attributes = 0x1180_0000L),
                spoiled("another local time", zip -> first(zip).localTime++),
                spoiled("a wrong checksum", zip -> first(zip).crc++),
                spoiled("a size larger than the content", zip -> first(zip).size = ++first(zip).localSize),
                spoiled("a later version of ZIP", zip -> first(zip).version = 63),
                spoiled("one name twice", zip -> zip.more.add(first(zip))),
                spoiled("one payload twice", zip -> {
                    zip.more.add(new RawZip.Entry(PAYLOAD, new byte[0]));
                    zip.more.add(new RawZip.Entry(PAYLOAD, new byte[0]));
                }), spoiled("no checkpoint", zip -> zip.entries.remove("checkpoint")),
                spoiled("no manifest", zip -> zip.entries.remove("manifest.json")),
                spoiled("no entries", zip -> zip.entries.remove("entries/000000.jsonl")),
                spoiled("entries beyond the manifest", zip -> zip.add("entries/000001.jsonl", "")),
                spoiled("entries with a gap", zip -> zip.add("entries/000002.jsonl", "")),
                spoiled("a manifest that is no JSON", zip -> zip.add("manifest.json", "{")),
                spoiled("a manifest of another format", zip -> changed(zip, "export/v1", "export/v2")),
                spoiled("a manifest with more members", zip -> changed(zip, "{\"entries\"", "{\"also\":1,\"entries\"")),
                spoiled("a manifest that is not canonical", zip -> changed(zip, "{\"entries\"", "{ \"entries\"")),
                spoiled("a manifest that counts wrong", zip -> changed(zip, "\"entries\":", "\"entries\":1")),
                spoiled("a manifest with huge numbers",
                        zip -> changed(zip, "\"firstSeq\":0", "\"firstSeq\":9007199254740992")));
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void refuses(Spoiled spoiled) throws IOException {
        RawZip zip = honest();
        spoiled.change().accept(zip);
        Report report = verify(zip.write());
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Codes.ARCHIVE_INVALID);
        assertThat(report.findings().getFirst().message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"readme.txt", "../checkpoint", "/checkpoint", "entries/", "entries/../checkpoint",
            "entries\\000001.jsonl", "entries/1.jsonl", "entries/0000001.jsonl", "Checkpoint", "checkpoint/",
            "payloads/abc.json", "payloads/" + CAPITALS + CAPITALS + CAPITALS + CAPITALS + ".json", "checkpoints/01",
            "checkpoints/-1", "checkpoints/99999999999999999999",
            "timestamps/1", "manifest.json\u0000", "", "payloads/\u00e9.json", "checkpoints/1/2"})
    void refusesUnknownNames(String name) throws IOException {
        RawZip zip = honest();
        zip.add(name, "");
        assertThat(verify(zip.write()).findings()).extracting(Finding::code).containsExactly(Codes.ARCHIVE_INVALID);
    }

    @Test
    void refusesAFrontierWhereNoneBelongs() throws IOException {
        RawZip zip = honest();
        zip.add("frontier.json", "{}");
        assertThat(verify(zip.write()).findings()).extracting(Finding::code).containsExactly(Codes.FRONTIER_INVALID);
    }

    @Test
    void doesNotTrustATimestampThatItCannotVerify() throws IOException {
        RawZip zip = honest();
        zip.add("timestamps/1.tsr", "token");
        assertThat(verify(zip.write()).findings()).extracting(Finding::code).containsExactly(Codes.TIMESTAMP_INVALID);
    }

    @Test
    void makesBombsThatAnyReaderOpens() throws IOException {
        RawZip zip = new RawZip();
        zip.entries.put("zeros", RawZip.Entry.bomb("zeros", 3));
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.write()))) {
            assertThat(in.getNextEntry()).isNotNull();
            assertThat(in.readAllBytes()).isEqualTo(new byte[3 << 20]);
        }
    }

    @Test
    void refusesBombsEarlyWhereverTheyStand() {
        RawZip.Entry bomb = RawZip.Entry.bomb("", 300);
        for (String name : List.of("entries/000000.jsonl", PAYLOAD, "manifest.json", "checkpoint")) {
            RawZip zip = honest();
            bomb.name = name;
            bomb.localName = name;
            zip.entries.put(name, bomb);
            assertRefusedEarly(zip);
        }
    }

    @Test
    void refusesABombWhoseHeadersSayThatItIsSmall() {
        RawZip zip = honest();
        RawZip.Entry bomb = RawZip.Entry.bomb("entries/000000.jsonl", 100);
        bomb.size = 1000;
        bomb.localSize = 1000;
        zip.entries.put(bomb.name, bomb);
        assertRefusedEarly(zip);
    }

    /** Beside so many random bytes that the whole expands so many times. */
    @ParameterizedTest
    @CsvSource({"90, false", "110, true", "190, true"})
    void refusesWhatExpandsMoreThanAHundredTimes(int times, boolean refused) throws IOException {
        RawZip zip = honest();
        RawZip.Entry bomb = RawZip.Entry.bomb("entries/000000.jsonl", 60);
        zip.entries.put(bomb.name, bomb);
        byte[] noise = new byte[(int) (bomb.size / times) - bomb.data.length];
        new Random(times).nextBytes(noise);
        zip.add(PAYLOAD, noise);

        assertThat(verify(zip.write()).findings().getFirst().message().contains("expand more than 100 times"))
                .isEqualTo(refused);
    }

    @Test
    void refusesALineLongerThanAnyEvent() {
        RawZip zip = honest();
        zip.entries.put("entries/000000.jsonl", RawZip.Entry.bomb("entries/000000.jsonl", 40));
        assertRefusedEarly(zip);
    }

    private void assertRefusedEarly(RawZip zip) {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertThat(verify(zip.write()).isVerified()).isFalse());
    }

    private static RawZip honest() {
        return RawZip.of(ExportFixtures.export(SampleLog.ordinary().events()));
    }

    private static Spoiled spoiled(String how, Consumer<RawZip> change) {
        return new Spoiled(how, change);
    }

    private static RawZip.Entry first(RawZip zip) {
        return zip.entry("checkpoint");
    }

    private static void changed(RawZip zip, String from, String to) {
        String manifest = new String(zip.entry("manifest.json").data, StandardCharsets.UTF_8);
        assertThat(manifest).contains(from);
        zip.add("manifest.json", manifest.replaceFirst(Pattern.quote(from), to));
    }

    private Report verify(byte[] export) throws IOException {
        return ExportFixtures.verify(folder, export);
    }
}
