package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** Every report against the schema or a reader of its format, for runs with hostile text. */
class FormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A runner's command, with what GitHub's toolkit escapes. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "::(error|warning) file=([^:,]+),line=([1-9]\\d*),title=([^:,%]|%3A|%2C|%25)+"
              + "::([^%\\p{Cntrl}]|%25|%0A|%0D)+");

  /** The hostile text as it has to show. */
  private static final String SHOWN =
      "a <b>&?[31m?]]> ? | `x` # SKIP?::error::www.evil.org %0A @all [l](http://x)";

  private static final RunResult EVERY_KIND = Formats.everyKind();

  private static Validator junit() throws SAXException {
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(FormatsTest.class.getResource("junit.xsd"))
        .newValidator();
  }

  @Test
  void junitXmlIsWhatJenkinsAndGitLabRead() throws Exception {
    String xml = JUnitXml.of(EVERY_KIND);
    junit().validate(new StreamSource(new StringReader(xml)));
    assertThat(xml).contains("name=\"patch 1 of 2\"", "<failure type=\"BREAKS\"");
    assertThat(xml).contains("time=\"1.5\"").doesNotContain("\u001b");
    String broken = xml.replaceFirst("failures=\"\\d+\"", "failures=\"many\"");
    assertThatThrownBy(() -> junit().validate(new StreamSource(new StringReader(broken))))
        .isInstanceOf(SAXException.class);
  }

  @Test
  void codeQualityIsWhatGitLabReads() throws IOException {
    String json = GitLabQuality.of(EVERY_KIND);
    assertThat(Formats.complaints("gl-code-quality.schema.json", json)).isEmpty();
    JsonNode all = JSON.readTree(json);
    assertThat(all).hasSize(VerdictKind.values().length - 2 + 1);
    assertThat(all.findValuesAsText("fingerprint")).doesNotHaveDuplicates();
    assertThat(all.get(0).at("/location/path").asText()).isEqualTo("fs/minix/file.c");
    assertThat(all.get(0).at("/location/lines/begin").asInt()).isEqualTo(42);
    assertThat(GitLabQuality.of(asAsked())).isEqualTo("[ ]\n");
  }

  @Test
  void annotationsAreCommandsAndNothingElse() {
    List<String> lines = GitHubAnnotations.of(EVERY_KIND).lines().toList();
    assertThat(lines).hasSize(VerdictKind.values().length - 2 + 1);
    assertThat(lines).allSatisfy(line -> assertThat(line).matches(COMMAND));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("::error"))
        .hasSize(10); // nine kinds of failure, and a success that was not expected
    assertThat(lines.get(0)).contains("%250A").startsWith("::error file=fs/minix/file.c,line=42,");
    assertThat(GitHubAnnotations.of(asAsked())).isEmpty();
  }

  @Test
  void summaryShowsTextAsText() {
    String markdown = StepSummary.of(EVERY_KIND);
    Node page =
        Parser.builder().extensions(List.of(TablesExtension.create())).build().parse(markdown);
    Counter counter = new Counter();
    page.accept(counter);
    assertThat(counter.rows).isEqualTo(EVERY_KIND.verdicts().size() + 1);
    assertThat(counter.cells).isEqualTo(counter.rows * 8);
    assertThat(counter.whole).isEqualTo(EVERY_KIND.verdicts().size());
    assertThat(counter.markup).isZero();
    assertThat(markdown)
        .contains("**FAIL**: patch p on k\n", "patch q on k, as the case expects\n");
    assertThat(TextContentRenderer.builder().build().render(page))
        .contains(SHOWN)
        .contains("REFUTED", "pre-existing: fsck");
    assertThat(markdown).doesNotContain("http://", "www.evil");
  }

  private static final class Counter extends AbstractVisitor {
    private int rows;
    private int cells;
    private int whole;
    private final StringBuilder text = new StringBuilder();
    private int markup;

    @Override
    public void visit(CustomNode node) {
      if (node instanceof TableRow) {
        rows++;
        text.setLength(0);
      }
      cells += node instanceof TableCell ? 1 : 0;
      visitChildren(node);
      if (node instanceof TableRow) {
        whole += text.toString().endsWith(SHOWN + " because") ? 1 : 0;
      }
    }

    @Override
    public void visit(Text shown) {
      text.append(shown.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
      markup++;
    }

    @Override
    public void visit(Link link) {
      markup++;
    }
  }

  @Test
  void verdictJsonIsAllThatItsSchemaSaysAndNoMore() throws IOException {
    String json = VerdictJson.of(EVERY_KIND);
    assertThat(Formats.complaintsBy(VerdictSchema.json(), json)).isEmpty();
    JsonNode strict = JSON.readTree(VerdictSchema.json());
    strict.findParents("properties").forEach(part -> close((ObjectNode) part));
    close((ObjectNode) strict);
    assertThat(Formats.complaintsBy(strict.toString(), json)).isEmpty();
    String other = json.replace("\"schema\" : 1", "\"schema\" : 2");
    assertThat(Formats.complaintsBy(VerdictSchema.json(), other)).isNotEmpty();
  }

  private static void close(ObjectNode part) {
    part.put("additionalProperties", false);
  }

  @Test
  void ktapIsReadAsTheKernelsToolsReadIt() {
    List<String> lines = KtapText.of(EVERY_KIND).lines().toList();
    assertThat(lines).startsWith("KTAP version 1", "1..2", "  KTAP version 1");
    assertThat(lines).allSatisfy(line -> assertThat(line).matches("( {2})?[ -~]+"));
    Pattern result = Pattern.compile("  (ok|not ok) (\\d+) ([^#]+?)( # (\\w+) (.*))?");
    int passed = 0;
    int expected = 0;
    int number = 0;
    for (String line : lines) {
      if (line.startsWith("  1..")) {
        number = 0;
      }
      Matcher test = result.matcher(line);
      if (!test.matches()) {
        continue;
      }
      assertThat(Integer.parseInt(test.group(2))).isEqualTo(++number);
      passed += test.group(1).equals("ok") ? 1 : 0;
      expected += "XFAIL".equals(test.group(5)) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(4); // FIXED and REPRODUCED, not asked for and expected
    assertThat(expected).isEqualTo(VerdictKind.values().length - 2);
    assertThat(lines).contains("not ok 1 k/p", "not ok 2 k/q # XFAIL");
    assertThat(lines).contains("  not ok 14 repro-REFUSED # SKIP REFUSED");
    assertThat(KtapText.of(asAsked())).endsWith("ok 1 k/p\n");
  }

  private static RunResult asAsked() {
    return Formats.run(List.<JudgedVerdict>of(Formats.cell("p", "one", VerdictKind.FIXED, null)));
  }
}
