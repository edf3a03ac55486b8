package dev.agenthub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All source files have the same layout. */
class SourceTextTest {
    private static final List<Path> MODULES = Stream
            .of("backend/files", "db", "backend/evidence", "backend/api", "backend/server", "backend/bench", "app")
            .map(Path.of("..")::resolve).toList();

    /** In lines. */
    private static final int LONGEST_FILE = 400;

    @Test
    void everyFileIsLaidOutOneWay() throws IOException {
        List<Path> files = sources(".java");
        assertThat(files).hasSizeGreaterThan(1_000);
        List<String> faults = new ArrayList<>();
        for (Path file : files) {
            new SourceText(file.getFileName().toString().replace(".java", ""), Files.readString(file)).faults()
                    .forEach(fault -> faults.add(file.normalize() + ":" + fault));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void noFileIsLong() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String type : List.of(".java", ".sql", ".fxml", ".css")) {
            List<Path> files = sources(type);
            assertThat(files).as(type).isNotEmpty();
            for (Path file : files) {
                int lines = Files.readAllLines(file).size();
                if (lines > LONGEST_FILE) {
                    faults.add(file.normalize() + " has " + lines + " lines");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<Path> sources(String type) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path module : MODULES) {
            try (Stream<Path> all = Files.walk(module.resolve("src"))) {
                all.filter(file -> file.toString().endsWith(type)).forEach(files::add);
            }
        }
        return files;
    }

    @Test
    void findsImportsOutOfOrder() {
        assertFaults("import a.B;\nimport static a.C.d;\n", "1: an import out of order, before import static a.C.d;");
        assertFaults("import a.b.C;\nimport a.B;\n", "1: an import out of order, before import a.B;");
        assertFaults("import a.*;\n", "1: an import of everything");
        assertFaults("import static a.C.d;\n\nimport a.B;\nimport a.B.C;\nimport a.b.C;\n");
    }

    @Test
    void findsLongComments() {
        assertFaults("    // " + "m".repeat(133) + "\n");
        assertFaults("    // " + "m".repeat(134) + "\n", "1: a comment longer than 140 columns");
        assertFaults("    /** " + "m".repeat(130) + " */\n", "1: a comment longer than 140 columns");
        assertFaults("    String s = \"" + "m".repeat(134) + "\";\n");
    }

    @Test
    void findsParagraphsOfAnotherStyle() {
        assertFaults("/**\n * One.\n *\n * <p>Two.\n *\n * <ul>\n * <li>three\n * </ul>\n *\n * @see Four\n */\n");
        assertFaults("/**\n * One.\n *\n * Two.\n */\n", "4: a paragraph without <p>");
        assertFaults("/**\n * One.\n * <p>Two.\n */\n",
                "3: <p> that is not directly before the first word of a paragraph, after an empty line");
        assertFaults("/**\n * One.\n *\n * <p>\n * Two.\n */\n",
                "4: <p> that is not directly before the first word of a paragraph, after an empty line",
                "4: a paragraph without <p>");
    }

    @Test
    void findsDeepTextBlocks() {
        String deep = " ".repeat(25);
        assertFaults("x(\"\"\"\n" + deep + "select 1\n" + deep + "  from t\"\"\");\n",
                "2: a text block deeper than 24 columns");
        assertFaults(
                "x(\"\"\"\n" + deep + "order by 1\n        select 1\n" + deep + "// " + "m".repeat(140) + "\"\"\");\n");
    }

    @Test
    void findsFilesNamedAfterNoType() {
        assertThat(new SourceText("B", "class A {}\n").faults()).containsExactly("1: no type of the file's name");
        assertThat(new SourceText("B", "final class A {}\npublic abstract non-sealed class B {}\n").faults()).isEmpty();
        assertThat(new SourceText("package-info", "package a;\n").faults()).isEmpty();
    }

    private static void assertFaults(String text, String... faults) {
        assertThat(new SourceText("A", text + "class A {}\n").faults()).containsExactly(faults);
    }
}
