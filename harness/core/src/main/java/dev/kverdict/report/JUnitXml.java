package dev.kverdict.report;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes junit.xml, with one test case per cell, as Jenkins and GitLab read it: the JUnit plugin's
 * schema, and GitLab's documentation, "Unit test reports".
 */
public final class JUnitXml {

  private JUnitXml() {}

  /** Returns the document. An unexpected verdict is a failure; an error of the case is an error. */
  public static String of(RunResult result) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      List<JudgedVerdict> missed =
          result.verdicts().stream().filter(judged -> !judged.asExpected()).toList();
      long errors = missed.stream().filter(JUnitXml::error).count();
      xml.writeAttribute("name", PlainText.of(result.caseName()));
      List<SeriesStep> steps = result.steps();
      long broken = steps.stream().filter(JUnitXml::broken).count();
      xml.writeAttribute("tests", Integer.toString(result.verdicts().size() + steps.size()));
      xml.writeAttribute("failures", Long.toString(missed.size() - errors + broken));
      xml.writeAttribute("errors", Long.toString(errors));
      xml.writeAttribute("skipped", "0");
      xml.writeAttribute("time", Double.toString(result.facts().seconds()));
      xml.writeAttribute("timestamp", PlainText.of(result.facts().started()));
      for (JudgedVerdict judged : result.verdicts()) {
        xml.writeCharacters("\n  ");
        testCase(xml, result, judged);
      }
      for (SeriesStep step : steps) {
        xml.writeCharacters("\n  ");
        testCase(xml, result, step);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text can be written to memory", e);
    }
    return text + "\n";
  }

  private static boolean error(JudgedVerdict judged) {
    return judged.verdict().kind().verdictClass() == VerdictClass.ERROR;
  }

  private static void testCase(XMLStreamWriter xml, RunResult result, JudgedVerdict judged)
      throws XMLStreamException {
    Verdict v = judged.verdict();
    xml.writeStartElement("testcase");
    xml.writeAttribute(
        "classname", PlainText.of(result.caseName() + "." + v.kernel() + "." + v.patch()));
    xml.writeAttribute("name", PlainText.of(v.repro()));
    xml.writeAttribute("time", Double.toString(CellTime.seconds(result, v)));
    if (!judged.asExpected()) {
      xml.writeStartElement(error(judged) ? "error" : "failure");
      xml.writeAttribute("type", v.kind().name());
      xml.writeAttribute("message", PlainText.of(v.kind() + ": " + v.reasons().get(0)));
      v.reasons().forEach(reason -> text(xml, reason));
      xml.writeEndElement();
    }
    xml.writeStartElement("system-out");
    text(
        xml,
        "%s: control %s, patched %s"
            .formatted(
                v.kind(),
                VerdictTable.counts(v.control(), v.guard()),
                VerdictTable.counts(v.patched(), v.guard())));
    v.reasons().forEach(reason -> text(xml, reason));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static boolean broken(SeriesStep step) {
    return step.effect() == SeriesStep.Effect.BREAKS;
  }

  /** A patch of a series fails only by what it breaks: one that fixes nothing may be needed. */
  private static void testCase(XMLStreamWriter xml, RunResult result, SeriesStep step)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute(
        "classname", PlainText.of(result.caseName() + "." + step.kernel() + "." + step.patch()));
    xml.writeAttribute("name", "patch %d of %d".formatted(step.number(), step.of()));
    xml.writeAttribute("time", "0");
    if (broken(step)) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", step.effect().name());
      xml.writeAttribute("message", PlainText.of(step.line()));
      xml.writeEndElement();
    }
    xml.writeStartElement("system-out");
    text(xml, step.line());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void text(XMLStreamWriter xml, String line) {
    try {
      xml.writeCharacters(PlainText.of(line) + "\n");
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text can be written to memory", e);
    }
  }
}
