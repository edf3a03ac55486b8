package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the end of archives of very many entries. */
class ZipWriterTest {
    @TempDir
    private Path folder;

    /** In the narrow record 65,535 says that the wide one has the count (APPNOTE 4.4.1.4), so it cannot be a count itself. */
    @ParameterizedTest
    @CsvSource({"65534, false", "65535, true", "65536, true"})
    void writesAWideEndWhereTheNarrowOneCannotHoldTheCount(int entries, boolean wide) throws IOException {
        Path file = folder.resolve("many.zip");
        try (CentralSpool central = new CentralSpool()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ZipWriter writer = new ZipWriter(out, central);
            for (int i = 0; i < entries; i++) {
                writer.entry("e", Zip.STORED, 0, 0, new ByteArrayOutputStream());
            }
            writer.finish();
            Files.write(file, out.toByteArray());
        }

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - Zip.END_LENGTH;
        assertThat(Short.toUnsignedInt(bytes.getShort(end + 10))).isEqualTo(Math.min(entries, Zip.MAX16));
        int end64 = end - Zip.LOCATOR64_LENGTH - Zip.END64_LENGTH;
        assertThat(bytes.getInt(end64) == Zip.END64_SIGNATURE).isEqualTo(wide);
        if (wide) {
            assertThat(bytes.getLong(end64 + 32)).isEqualTo(entries);
        }

        AtomicInteger read = new AtomicInteger();
        try (FileChannel channel = FileChannel.open(file)) {
            ArchiveIndex.open(channel).walk(_ -> read.incrementAndGet());
        }
        assertThat(read).hasValue(entries);
    }
}
