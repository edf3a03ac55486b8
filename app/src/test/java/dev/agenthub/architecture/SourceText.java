package dev.agenthub.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a Java source file, with checks of the layout of imports and comments, which the formatter does not check. */
final class SourceText {
    /** In columns. */
    private static final int LONGEST_COMMENT = 140;
    /** In columns: a text block in a chain of calls is a constant instead. */
    private static final int DEEPEST_TEXT_BLOCK = 24;
    private static final String TEXT_BLOCK = "\"\"\"";
    private static final Pattern COMMENT = Pattern.compile("\\s*(//|/\\*|\\*).*");
    private static final Pattern NEW_PARAGRAPH = Pattern.compile("\\s*\\* <p>\\S.*");
    /** What may follow an empty line of Javadoc: a paragraph, a block tag, a list, a table, a heading or code. */
    private static final Pattern AFTER_EMPTY_LINE = Pattern
            .compile("\\s*\\*( (<p>\\S|<(ul|ol|dl|pre|table|h\\d)\\b|@\\w|\\{@snippet).*|/.*)");

    private final String name;
    private final List<String> lines;

    /** @param name the file's name without {@code .java} */
    SourceText(String name, String text) {
        this.name = name;
        lines = text.lines().toList();
    }

    /** Each fault as {@code LINE: what is wrong}; empty where the file is laid out well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (lines.stream().noneMatch(Pattern.compile("([a-z-]+ )*(class|@?interface|record|enum) " + name + "\\b.*")
                .asMatchPredicate()) && !name.equals("package-info")) {
            faults.add("1: no type of the file's name");
        }
        checkImports(faults);
        boolean inTextBlock = false;
        boolean inJavadoc = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (inTextBlock) {
                if (!line.isBlank() && indent(line) > DEEPEST_TEXT_BLOCK && deepens(i)) {
                    faults.add(at(i) + "a text block deeper than " + DEEPEST_TEXT_BLOCK + " columns");
                }
                inTextBlock = !line.contains(TEXT_BLOCK);
            } else if (COMMENT.matcher(line).matches()) {
                inJavadoc = inJavadoc || line.strip().startsWith("/**");
                checkComment(i, inJavadoc, faults);
                inJavadoc = inJavadoc && !line.endsWith("*/");
            } else {
                inTextBlock = opensTextBlock(line);
            }
        }
        return faults;
    }

    private static boolean opensTextBlock(String line) {
        return line.endsWith(TEXT_BLOCK) && line.indexOf(TEXT_BLOCK) == line.length() - TEXT_BLOCK.length();
    }

    /** Whether all of the text block that this line begins is so deep: within one, lines are indented as their language wants. */
    private boolean deepens(int first) {
        if (!opensTextBlock(lines.get(first - 1))) {
            return false;
        }
        for (int i = first; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && indent(line) <= DEEPEST_TEXT_BLOCK) {
                return false;
            }
            if (line.contains(TEXT_BLOCK)) {
                break;
            }
        }
        return true;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void checkImports(List<String> faults) {
        List<String> imports = lines.stream().filter(line -> line.startsWith("import ")).toList();
        List<String> sorted = imports.stream().sorted(Comparator
                .comparing((String line) -> !line.startsWith("import static "))
                .thenComparing(line -> line.replace(";", ""))).toList();
        for (int i = 0; i < imports.size(); i++) {
            if (!imports.get(i).equals(sorted.get(i))) {
                faults.add(at(lines.indexOf(imports.get(i))) + "an import out of order, before " + sorted.get(i));
                return;
            }
        }
        imports.stream().filter(line -> line.endsWith("*;"))
                .forEach(line -> faults.add(at(lines.indexOf(line)) + "an import of everything"));
    }

    private void checkComment(int i, boolean inJavadoc, List<String> faults) {
        String line = lines.get(i);
        if (line.length() > LONGEST_COMMENT) {
            faults.add(at(i) + "a comment longer than " + LONGEST_COMMENT + " columns");
        }
        if (!inJavadoc) {
            return;
        }
        boolean afterEmptyLine = i > 0 && lines.get(i - 1).strip().equals("*");
        if (line.contains("<p>") && !(afterEmptyLine && NEW_PARAGRAPH.matcher(line).matches())) {
            faults.add(at(i) + "<p> that is not directly before the first word of a paragraph, after an empty line");
        }
        if (afterEmptyLine && !AFTER_EMPTY_LINE.matcher(line).matches()) {
            faults.add(at(i) + "a paragraph without <p>");
        }
    }

    private static String at(int index) {
        return index + 1 + ": ";
    }
}
