package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests where the central directory of an archive is held, and that nothing of it stays. */
class CentralSpoolTest {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final int PIECE = 1 << 20;

    /** Begins what goes to a file, so that the file is found among those of others. */
    private final byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

    private byte[] piece() {
        return Arrays.copyOf(mark, PIECE);
    }

    private List<Path> marked() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(TEMPORARY, "export*.index")) {
            for (Path file : files) {
                if (Arrays.equals(beginning(file), mark)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(mark.length);
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
    }

    private static byte[] written(CentralSpool spool) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        spool.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void holdsASmallOneInMemory() throws IOException {
        try (CentralSpool spool = new CentralSpool()) {
            for (int i = 0; i < 4; i++) {
                spool.write(piece());
            }
            assertThat(spool.length()).isEqualTo(4L * PIECE);
            assertThat(written(spool)).hasSize(4 * PIECE);
            assertThat(marked()).isEmpty();
        }
    }

    @Test
    void holdsTheRestOfALargeOneInAFileUntilItIsClosed() throws IOException {
        try (CentralSpool spool = new CentralSpool()) {
            for (int i = 0; i < 6; i++) {
                spool.write(piece());
            }
            spool.write(mark);
            assertThat(spool.length()).isEqualTo(6L * PIECE + mark.length);
            assertThat(Arrays.compare(written(spool), sixAndTheMark())).isZero();
            assertThat(marked()).singleElement()
                    .satisfies(file -> assertThat(Files.size(file)).isEqualTo(2L * PIECE + mark.length));
        }
        assertThat(marked()).isEmpty();
    }

    private byte[] sixAndTheMark() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            all.writeBytes(piece());
        }
        all.writeBytes(mark);
        return all.toByteArray();
    }
}
