package dev.agenthub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of the last measurements, kept in a Markdown file: a row measured anew takes the place of the old one of its name. */
final class Table {

    private static final String HEAD = "| what | ours | baseline | ratio | notes | measured |";
    private static final String RULE = "|---|---|---|---|---|---|";

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** The table as the file has it, or an empty one. */
    static Table read(Path file) throws IOException {
        Table table = new Table();
        if (Files.exists(file)) {
            Files.readAllLines(file).stream().dropWhile(line -> !line.equals(RULE)).skip(1)
                    .takeWhile(line -> line.startsWith("|")).map(Row::ofMarkdown).forEach(table::put);
        }
        return table;
    }

    void put(Row row) {
        rows.put(row.name(), row);
    }

    private static int place(Row row, List<String> order) {
        int place = order.indexOf(row.name());
        return place < 0 ? order.size() : place;
    }

    /** The table with these rows first, in this order. */
    String markdown(List<String> order) {
        List<String> lines = new ArrayList<>(List.of(HEAD, RULE));
        rows.values().stream().sorted(Comparator.comparingInt(row -> place(row, order))).map(Row::markdown)
                .forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }
}
