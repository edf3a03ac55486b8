package dev.agenthub.app.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static String line(String event) {
        return "{\"event\":" + event + ",\"h\":\"" + "ab".repeat(32) + "\"}\n";
    }

    private Path export(String... segments) throws IOException {
        Path file = folder.resolve("northwind.ahexport");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < segments.length; i++) {
                zip.putNextEntry(new ZipEntry("entries/0000" + i + ".jsonl"));
                zip.write(segments[i].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static String event(Path export, long index) throws IOException {
        byte[] event = ExportFile.event(export, index);
        return event == null ? "none" : new String(event, StandardCharsets.UTF_8);
    }

    @Test
    void countsLinesOverAllSegments() throws IOException {
        Path export = export(line("0") + line("1"), line("2") + line("3"), line("{\"four\":4}") + "no event\n");
        assertThat(event(export, 0)).isEqualTo("0");
        assertThat(event(export, 1)).isEqualTo("1");
        assertThat(event(export, 2)).isEqualTo("2");
        assertThat(event(export, 4)).isEqualTo("{\"four\":4}");
        assertThat(event(export, 5)).as("the whole line").isEqualTo("no event");
        assertThat(event(export, 6)).isEqualTo("none");
    }
}
