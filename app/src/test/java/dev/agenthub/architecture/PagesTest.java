package dev.agenthub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of the pages lead to existing targets, the index names every page, and decision records are complete. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("backend/docs");
    private static final Pattern LINK = Pattern.compile("]\\(([\\w./-]+)(?:#[^)]*)?\\)");

    @Test
    void linksLeadToWhatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(links).isGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    @Test
    void indexNamesEveryPage() throws IOException {
        String index = Files.readString(DOCS.resolve("index.md"));
        for (Path page : markdown(DOCS)) {
            String name = DOCS.relativize(page).toString().replace('\\', '/');
            assertThat(index).satisfiesAnyOf(text -> assertThat(text).contains("](" + name + ")"),
                    _ -> assertThat(name).isEqualTo("index.md"));
        }
    }

    @Test
    void decisionsSayTheirStatusDateAndAlternatives() throws IOException {
        List<Path> decisions = markdown(DOCS.resolve("adr"));
        assertThat(decisions).hasSizeGreaterThan(30).allSatisfy(decision -> assertThat(decision).content()
                .containsPattern(
                        "(?s)^# \\d+\\. [^\\n]+\\n\\nStatus: [^\\n]+ Date: \\d{4}-\\d\\d-\\d\\d\\.\\n\\n.*\\nAlternatives: "));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(
                List.of(ROOT.resolve("README.md"), ROOT.resolve("backend/evidence/SPEC.md")));
        for (String folder : List.of("backend/docs", "app/docs", "db/docs", ".github")) {
            pages.addAll(markdown(ROOT.resolve(folder)));
        }
        return pages;
    }

    private static List<Path> markdown(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }
}
