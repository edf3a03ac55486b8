package dev.agenthub.app.verification;

import dev.agenthub.app.text.Counts;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a verification's report as one printable HTML file without scripts or external
 * resources. Text from the export is escaped, and its hidden characters are marked.
 */
public final class ReportPage {
    private static final Messages MESSAGES = Messages.of(ReportPage.class);
    private static final int FINDINGS_SHOWN = 1000;

    private final CheckedExport checked;
    private final Conclusion conclusion;
    private final Moments moments;
    private final StringBuilder html = new StringBuilder();

    private ReportPage(CheckedExport checked) {
        this.checked = checked;
        this.moments = new Moments(InstantSource.fixed(checked.at()), ZoneOffset.UTC);
        this.conclusion = Conclusion.of(checked, moments);
    }

    /** Makes the page. Reads the export once more for its digest. */
    public static String html(CheckedExport checked) throws IOException {
        return new ReportPage(checked).page();
    }

    private String page() throws IOException {
        String title = MESSAGES.text("page.title", String.valueOf(checked.export().getFileName()));
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").append(escaped(
                title)).append("</title>\n<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
        html.append("<header class=\"").append(conclusion.kind().name().toLowerCase(Locale.ROOT)).append(
                "\">\n<p class=\"sign\">").append(conclusion.kind().sign()).append("</p>\n<div><h1>").append(escaped(
                        conclusion.sentence()))
                .append("</h1>\n");
        paragraph(conclusion.facts());
        paragraph(conclusion.signer());
        paragraph(conclusion.warning());
        html.append("</div>\n</header>\n");
        bar();
        parts();
        facts();
        html.append(TimestampTable.html(checked.report().timestamps(), moments));
        findings();
        note();
        paragraph(MESSAGES.text("page.how"));
        return html.append("</body>\n</html>\n").toString();
    }

    private void bar() {
        double broken = 100 * conclusion.brokenAt();
        double pin = 100 * conclusion.pinAt();
        html.append("<div class=\"bar\"><span class=\"good\" style=\"width:").append(percent(broken)).append(
                "\"></span>");
        if (pin >= 0) {
            html.append("<span class=\"pin\" style=\"left:").append(percent(pin)).append("\"></span>");
        }
        html.append("</div>\n<p class=\"legend\">").append(escaped(conclusion.legend())).append("</p>\n");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share);
    }

    private void parts() {
        html.append("<h2>").append(escaped(MESSAGES.text("page.parts"))).append("</h2>\n<ul class=\"parts\">\n");
        for (Conclusion.Part part : conclusion.parts()) {
            html.append("<li class=\"").append(part.state().name().toLowerCase(Locale.ROOT)).append(
                    "\"><b>").append(part.sign()).append(' ').append(escaped(part.name())).append("</b> ").append(
                            escaped(part.word()))
                    .append("</li>\n");
        }
        html.append("</ul>\n");
        paragraph(conclusion.controls());
    }

    private void facts() throws IOException {
        Report report = checked.report();
        html.append("<table class=\"facts\">\n");
        fact("page.file", String.valueOf(checked.export().getFileName()), false);
        fact("page.size", Sizes.of(Files.size(checked.export())), false);
        fact("page.sha256", Hashes.inChunks(digest(checked.export())), true);
        fact("page.log", report.origin(), true);
        fact("page.key", checked.trust().key().toString(), true);
        fact("page.checked", moments.exact(checked.at()), false);
        fact("page.entries", Counts.grouped(report.entries()), false);
        fact("page.head", chunks(report.head()), true);
        fact("page.root", chunks(report.root()), true);
        fact("page.pin", checked.pin() == null
                ? MESSAGES.text("page.pin.none")
                : MESSAGES.text("page.pin.size", checked.pin().checkpoint().size()), false);
        html.append("</table>\n");
    }

    private static @Nullable String chunks(@Nullable Hash hash) {
        return hash == null ? null : Hashes.inChunks(hash.hex());
    }

    private void fact(String key, @Nullable String value, boolean mono) {
        html.append("<tr><th>").append(escaped(MESSAGES.text(key))).append("</th><td").append(mono
                ? " class=\"mono\""
                : "").append('>').append(value == null ? "–" : lines(value)).append("</td></tr>\n");
    }

    private void findings() {
        html.append("<h2>").append(escaped(MESSAGES.text("page.findings"))).append("</h2>\n");
        List<Finding> findings = checked.report().findings();
        if (findings.isEmpty()) {
            paragraph(MESSAGES.text("page.findings.none"));
            return;
        }
        html.append("<table class=\"findings\">\n<tr><th>").append(escaped(MESSAGES.text("page.findings.entry")))
                .append(
                        "</th><th>")
                .append(escaped(MESSAGES.text("page.findings.code"))).append("</th><th>").append(escaped(MESSAGES
                        .text("page.findings.message")))
                .append("</th></tr>\n");
        for (Finding finding : findings.subList(0, Math.min(findings.size(), FINDINGS_SHOWN))) {
            Long seq = finding.seq();
            html.append("<tr><td>").append(seq == null ? "–" : Counts.grouped(seq)).append(
                    "</td><td class=\"mono\">").append(escaped(finding.code())).append("</td><td>").append(escaped(
                            finding.message()))
                    .append("</td></tr>\n");
        }
        html.append("</table>\n");
        if (findings.size() > FINDINGS_SHOWN) {
            paragraph(MESSAGES.text("page.findings.more", findings.size() - FINDINGS_SHOWN));
        }
    }

    private void note() {
        String note = checked.report().checkpoint();
        if (note != null) {
            html.append("<h2>").append(escaped(MESSAGES.text("page.note"))).append("</h2>\n<pre>").append(escaped(note))
                    .append("</pre>\n");
        }
    }

    private void paragraph(String text) {
        if (!text.isEmpty()) {
            html.append("<p>").append(lines(text)).append("</p>\n");
        }
    }

    private static String lines(String text) {
        return escaped(text).replace("\n", "<br>");
    }

    /** Escapes markup and marks hidden characters. */
    static String escaped(String text) {
        return HiddenCharacters.markedLines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Hash.newDigest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Hash.of(digest.digest()).hex();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
