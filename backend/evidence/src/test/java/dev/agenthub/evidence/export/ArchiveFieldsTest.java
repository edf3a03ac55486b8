package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests every field of an archive's records that a reader compares, one at a time, and the bounds of its entries. */
class ArchiveFieldsTest {
    private static final int SMALL = 1 << 16;
    private static final String PAYLOAD = "payloads/" + "0".repeat(64) + ".json";

    @TempDir
    private Path folder;

    private static RawZip honest() {
        return RawZip.of(ExportFixtures.export(SampleLog.ordinary().events()));
    }

    private static RawZip wide() {
        RawZip zip = honest();
        zip.wide = true;
        return zip;
    }

    private static RawZip.Entry first(RawZip zip) {
        return zip.entries.values().iterator().next();
    }

    private List<Finding> findings(byte[] export) throws IOException {
        return ExportFixtures.verify(folder, export).findings();
    }

    private void refuses(byte[] export) throws IOException {
        assertThat(findings(export)).extracting(Finding::code).containsExactly(Codes.ARCHIVE_INVALID);
    }

    private void refusesOneMore(byte[] export, int at) throws IOException {
        export[at]++;
        refuses(export);
    }

    /** Signature, version, flags, method, time, date, checksum, both sizes, and the lengths of name and extra field. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 8, 10, 12, 14, 18, 22, 26, 28, 30})
    void comparesEachFieldOfALocalHeader(int at) throws IOException {
        refusesOneMore(honest().write(), at);
    }

    /** The same in the central directory, and the lengths of the comment, the disk, the kind of file and the place. */
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 8, 10, 12, 14, 16, 20, 24, 28, 30, 32, 34, 42, 46})
    void comparesEachFieldOfACentralHeader(int field) throws IOException {
        byte[] export = honest().write();
        int directory = ByteBuffer.wrap(export).order(ByteOrder.LITTLE_ENDIAN).getInt(export.length - 6);
        refusesOneMore(export, directory + field);
    }

    /** Counted from the end: signature, both disks, both counts, size, place, and the length of the comment. */
    @ParameterizedTest
    @ValueSource(ints = {22, 18, 16, 14, 12, 10, 6, 2})
    void comparesEachFieldOfTheEndRecord(int fromEnd) throws IOException {
        byte[] export = honest().write();
        refusesOneMore(export, export.length - fromEnd);
    }

    /** Counted from the end: those of the end record, of the locator before it, and of the wide end record before that. */
    @ParameterizedTest
    @ValueSource(ints = {22, 18, 16, 14, 12, 10, 6, 2, 42, 38, 34, 26, 98, 94, 82, 78, 74, 66, 58, 50})
    void comparesEachFieldOfWideEndRecords(int fromEnd) throws IOException {
        byte[] export = wide().write();
        refusesOneMore(export, export.length - fromEnd);
    }

    @Test
    void takesAnEndRecordThatSaysWhatTheWideOneSays() throws IOException {
        RawZip zip = wide();
        byte[] export = zip.write();
        for (int count : new int[]{export.length - 14, export.length - 12}) {
            export[count] = (byte) zip.entries.size();
            export[count + 1] = 0;
        }
        assertThat(findings(export)).isEmpty();

        export[export.length - 14]++;
        export[export.length - 12]++;
        refuses(export);
    }

    @Test
    void refusesBytesAfterTheLastHeaderOfTheCentralDirectory() throws IOException {
        byte[] export = honest().write();
        byte[] longer = Arrays.copyOf(export, export.length + 4);
        System.arraycopy(export, export.length - Zip.END_LENGTH, longer, export.length - Zip.END_LENGTH + 4,
                Zip.END_LENGTH);
        ByteBuffer numbers = ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putInt(longer.length - 10, numbers.getInt(longer.length - 10) + 4);
        refuses(longer);
    }

    @Test
    void takesTheOldestVersionAndFlagsThatChangeNothing() throws IOException {
        RawZip zip = honest();
        first(zip).version = 10;
        first(zip).flags = first(zip).localFlags = 0x806;
        assertThat(findings(zip.write())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 8, true", "9, 8, false", "16, 16, false", "0, 0, false"})
    void takesAnExtraFieldOnlyWithTheNumbersThatAreMissing(int said, int there, boolean taken) throws IOException {
        RawZip zip = honest();
        RawZip.Entry entry = first(zip);
        entry.localExtra = Arrays.copyOf(new LittleEndian(12).u16(Zip.EXTRA64).u16(said).u64(entry.size).bytes(),
                4 + there);
        entry.localSize = Zip.MAX32;
        assertThat(findings(zip.write()).isEmpty()).isEqualTo(taken);
    }

    @Test
    void refusesAFileOfEntriesUnderAShorterNameOrTwice() throws IOException {
        RawZip renamed = honest();
        RawZip.Entry entry = renamed.entry("entries/000000.jsonl");
        entry.name = entry.localName = "entries/00000.jsonl";
        refuses(renamed.write());

        RawZip twice = honest();
        twice.more.add(twice.entry("entries/000000.jsonl"));
        refuses(twice.write());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoints/1000000000000000000", "timestamps/01.tsr",
            "timestamps/1000000000000000000.tsr"})
    void refusesASizeThatNoLogHasOrThatHasAnotherSpelling(String name) throws IOException {
        RawZip zip = honest();
        zip.add(name, "");
        refuses(zip.write());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint", "checkpoints/1", "timestamps/1.tsr"})
    void readsNoSmallFileOfMoreThanSixtyFourKibibytes(String name) throws IOException {
        RawZip zip = honest();
        zip.add(name, new byte[SMALL]);
        assertThat(findings(zip.write()).getFirst().message()).doesNotContain("larger than it may be");

        zip.add(name, new byte[SMALL + 1]);
        assertThat(findings(zip.write()).getFirst().message()).contains("larger than it may be");
    }

    @Test
    void readsNoPayloadThatIsLargerThanJsonMayBe() throws IOException {
        RawZip zip = honest();
        zip.add(PAYLOAD, new byte[(16 << 20) + 1]);
        assertThat(findings(zip.write()).getFirst().message()).contains("larger than it may be");
    }

    @Test
    void takesASmallArchiveHoweverMuchItExpands() throws IOException {
        RawZip zip = honest();
        zip.entries.put(PAYLOAD, RawZip.Entry.bomb(PAYLOAD, 10));
        assertThat(findings(zip.write())).extracting(Finding::code).doesNotContain(Codes.ARCHIVE_INVALID);
    }

    @Test
    void saysWhichNoteIsNotUtf8() throws IOException {
        RawZip zip = honest();
        zip.add("checkpoint", new byte[]{(byte) 0xFF});
        assertThat(findings(zip.write())).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(Codes.CHECKPOINT_MALFORMED);
            assertThat(finding.message()).contains("checkpoint is not UTF-8");
        });
    }

    @Test
    void refusesAnEntryThatInflatesToLessThanItsHeadersSay() throws IOException {
        RawZip zip = honest();
        RawZip.Entry entry = zip.entry("manifest.json").deflated();
        assertThat(findings(zip.write())).isEmpty();

        entry.size = ++entry.localSize;
        refuses(zip.write());
    }

    /** After a deflate stream, also where it ends exactly with what was read of the file at once. */
    @Test
    void refusesBytesAfterADeflateStream() throws IOException {
        RawZip zip = honest();
        refusesAfterStream(zip, zip.entry("manifest.json").deflated());

        byte[] noise = new byte[SMALL];
        new Random(1).nextBytes(noise);
        int length = noise.length;
        RawZip.Entry full = new RawZip.Entry("manifest.json", noise).deflated();
        while (full.data.length > SMALL) {
            full = new RawZip.Entry("manifest.json", Arrays.copyOf(noise, --length)).deflated();
        }
        assertThat(full.data).hasSize(SMALL);
        zip.entries.put(full.name, full);
        refusesAfterStream(zip, full);
    }

    private void refusesAfterStream(RawZip zip, RawZip.Entry entry) throws IOException {
        entry.data = Arrays.copyOf(entry.data, entry.data.length + 1);
        entry.compressed++;
        assertThat(findings(zip.write()).getFirst().message()).contains("size or checksum");
    }
}
