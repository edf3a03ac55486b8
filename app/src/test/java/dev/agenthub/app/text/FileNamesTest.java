package dev.agenthub.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Untrusted names must become names of one file in the chosen folder. */
final class FileNamesTest {

    @ParameterizedTest
    @CsvSource({"report.csv, report.csv", "../../.ssh/authorized_keys, _.._.ssh_authorized_keys",
            "..\\..\\boot.ini, _.._boot.ini", "C:\\x, C__x", ".., file", "'', file", "'. . ', file", ".bashrc, bashrc",
            "-rf, rf", "con.txt, _con.txt", "LPT1, _LPT1", "nul .tar.gz, _nul .tar.gz", "COM¹.log, _COM¹.log",
            "a.txt., a.txt", "a.txt:stream, a.txt_stream", "'a\"b<c>|d?*', a_b_c__d__",
            "Ünïcode 東京.pdf, Ünïcode 東京.pdf"})
    void suggestsANameOfOneFile(String given, String suggested) {
        assertThat(FileNames.suggested(given)).isEqualTo(suggested);
    }

    @Test
    void hidesNoEndOfANameBehindWhatDoesNotShow() {
        assertThat(FileNames.suggested("invoice\u202Efdp.exe")).isEqualTo("invoice_fdp.exe");
        assertThat(FileNames.suggested("a\r\nb\u0000c\u200B.txt")).isEqualTo("a__b_c_.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "東", "\uD83D\uDE00", "é", " ", "."})
    void boundsTheLengthAndKeepsTheExtension(String letter) {
        String suggested = FileNames.suggested("x" + letter.repeat(5000) + "y.tar.gz");
        assertThat(suggested).endsWith(".gz");
        assertThat(suggested.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(240);
        assertThat(FileNames.suggested("x" + letter.repeat(5000)).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(240);
    }

    @Test
    void escapesNoFolder() {
        Path folder = Path.of("chosen").toAbsolutePath();
        for (String hostile : new String[]{"../x", "/etc/passwd", "..", ".", "a/../../b", "\\\\server\\share", "~/x",
                "\u2025/x", "x/", "/"}) {
            Path target = folder.resolve(FileNames.suggested(hostile)).normalize();
            assertThat(target.getParent()).as(hostile).isEqualTo(folder);
        }
    }
}
