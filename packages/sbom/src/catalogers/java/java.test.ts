import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listFile, parseFile } from '../../../test-support/parse-file.ts';
import { writeZip } from '../../../test-support/write-zip.ts';
import { archives } from '../../archives/condense-archive.ts';
import { javaArchive } from './archive.ts';
import { gradleLock } from './gradle-lock.ts';
import { parseJarName } from './identify-jar.ts';
import { parsePomXml } from './pom.ts';
import { javaRuntime } from './runtime.ts';

const pom = (group: string, artifact: string, version: string) => ({
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `#x\ngroupId=${group}\nartifactId=${artifact}\r\nversion=${version}\n`,
});
const manifest = (...lines: readonly string[]) => ({
  'META-INF/MANIFEST.MF': [
    'Manifest-Version: 1.0',
    ...lines,
    '',
    'Name: other',
    'Implementation-Version: 9',
  ].join('\r\n'),
});

describe('jars', () => {
  it.each([
    {
      what: 'pom.properties',
      file: 'a-1.0.jar',
      members: pom('org.a', 'a', '1.0'),
      expected: ['org.a:a 1.0'],
    },
    {
      what: 'a shaded artifact',
      file: 'a-1.0.jar',
      members: { ...pom('org.a', 'a', '1.0'), ...pom('com.google.guava', 'guava', '29.0-jre') },
      expected: ['org.a:a 1.0', 'com.google.guava:guava 29.0-jre'],
    },
    {
      what: 'a manifest only',
      file: 'renamed.jar',
      members: manifest(
        'Implementation-Title: tide',
        'Implementation-Version: 4.1.0',
        'Implementation-Vendor-Id: com.example',
      ),
      expected: ['com.example:tide 4.1.0'],
    },
    {
      what: 'a manifest for people and a versioned name',
      file: 'tide-core-2.0.1.Final.jar',
      members: manifest(
        'Implementation-Title: The Tide',
        'Implementation-Version: 2.0.1.Final',
        'Implementation-Vendor-Id: org.t',
        ' ide',
      ),
      expected: ['org.tide:tide-core 2.0.1.Final'],
    },
    {
      what: 'an OSGi bundle',
      file: 'spring-beans-5.3.9.jar',
      members: manifest(
        'Bundle-SymbolicName: org.springframework.spring-beans;singleton:=true',
        'Bundle-Version: 5.3.9',
      ),
      expected: ['org.springframework:spring-beans 5.3.9'],
    },
    {
      what: 'its own manifest over a carried artifact',
      file: 'app.jar',
      members: {
        ...manifest(
          'Implementation-Title: app',
          'Implementation-Version: 1',
          'Implementation-Vendor-Id: com.x',
        ),
        ...pom('g', 'b', '2'),
      },
      expected: ['com.x:app 1', 'g:b 2'],
    },
    { what: 'its name alone', file: 'tide-1.2.jar', members: { 'A.class': 'x' }, expected: ['tide 1.2'] },
    { what: 'nothing', file: 'app.war', members: manifest(), expected: [] },
    {
      what: 'a version that was never filled in',
      file: 'a.jar',
      members: { 'META-INF/maven/g/a/pom.properties': `groupId=g\nartifactId=a\nversion=$\{v}\n` },
      expected: [],
    },
    {
      what: 'pom.xml only',
      file: 'a.jar',
      members: {
        'META-INF/maven/g/a/pom.xml':
          '<project><parent><groupId>g</groupId><version>3</version></parent><artifactId>a</artifactId></project>',
      },
      expected: ['g:a 3'],
    },
  ])('are known by $what', ({ file, members, expected }) => {
    expect(listFile(javaArchive, `opt/${file}`, writeZip(members))).toEqual(expected);
  });

  it('are found in one another, with where', () => {
    const inner = writeZip(pom('g', 'inner', '1'), { stored: true });
    const middle = writeZip({ 'lib/inner-1.jar': inner, ...manifest() });
    const outer = writeZip(
      { 'WEB-INF/lib/middle.jar': middle },
      { prefix: '#!/bin/sh\nexec java -jar "$0"\n' },
    );
    const { packages, problems } = parseFile(javaArchive, 'opt/a.war', outer);
    expect(packages).toMatchObject([{ name: 'g:inner', member: 'WEB-INF/lib/middle.jar:lib/inner-1.jar' }]);
    expect(problems).toEqual([]);
  });

  it('are read to a depth, and it is said where that ends', () => {
    let jar = writeZip(pom('g', 'deep', '1'));
    for (let depth = 0; depth < 12; depth += 1) jar = writeZip({ 'a.jar': jar });
    const { packages, problems = [] } = parseFile(javaArchive, 'a.jar', jar);
    expect(packages).toEqual([]);
    expect(problems[0]).toContain('nested too deeply');
  });

  it.each([
    { what: 'no zip', content: Buffer.from('x'), problem: 'has no directory of its members' },
    {
      what: 'a cut zip',
      content: writeZip(pom('g', 'a', '1')).subarray(0, 60),
      problem: 'has no directory of its members',
    },
  ])('say what is wrong with $what', ({ content, problem }) => {
    expect(parseFile(javaArchive, 'a.jar', content)).toEqual({ packages: [], problems: [problem] });
  });

  it('take any damage without failing', () => {
    const zip = writeZip({ ...pom('g', 'a', '1'), 'b.jar': writeZip(pom('g', 'b', '1')) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const damaged = Buffer.from(zip);
          for (const [at, byte] of changes) damaged[at] = byte;
          parseFile(javaArchive, 'a.jar', damaged);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    { path: 'a.jar', wanted: true },
    { path: 'a.WAR', wanted: true },
    { path: 'a-sources.jar', wanted: false },
    { path: 'a.zip', wanted: false },
  ])('$path is an archive to read: $wanted', ({ path, wanted }) => {
    expect(archives.wants(path, 1, 0)).toBe(wanted);
  });
});

describe('parseJarName', () => {
  it.each([
    { name: 'log4j-core-2.14.1.jar', artifact: 'log4j-core', version: '2.14.1' },
    { name: 'log4j-1.2-api-2.14.1.jar', artifact: 'log4j-1.2-api', version: '2.14.1' },
    { name: 'guava-29.0-jre.jar', artifact: 'guava', version: '29.0-jre' },
    { name: 'netty-handler-4.1.90.Final.jar', artifact: 'netty-handler', version: '4.1.90.Final' },
    {
      name: 'netty-tcnative-2.0.59.Final-linux-x86_64.jar',
      artifact: 'netty-tcnative',
      version: '2.0.59.Final',
    },
    { name: 'a-1.0-SNAPSHOT.jar', artifact: 'a', version: '1.0-SNAPSHOT' },
    { name: 'app.war', artifact: 'app', version: undefined },
  ])('$name', ({ name, artifact, version }) => {
    expect(parseJarName(name)).toEqual(version === undefined ? { artifact } : { artifact, version });
  });
});

describe('parsePomXml', () => {
  it.each([
    {
      text: `<?xml version="1.0"?><!-- <version>0</version> --><project xmlns="x"><groupId>g</groupId><artifactId>a</artifactId><version>$\{revision}</version><properties><revision>7</revision></properties><dependencies><dependency><version>9</version></dependency></dependencies><licenses><license><name>MIT &amp; more</name></license></licenses></project>`,
      expected: { group: 'g', artifact: 'a', version: '7', licenses: ['MIT & more'] },
    },
    { text: '<project><artifactId>a</artifactId></project>', expected: undefined },
    { text: '<project><groupId>g', expected: undefined },
  ])('reads $text', ({ text, expected }) => {
    expect(parsePomXml(text)).toEqual(expected);
  });

  it.each(['<', '<!--', '<a>', '${', '&amp;', 'x'])('is linear in repeated "%s"', (part) => {
    const start = performance.now();
    parsePomXml(part.repeat(1_000_000 / part.length));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

it.each([
  {
    what: 'unclosed variables in a version',
    parse: () => parsePomXml(`<project><version>${'$'.concat('{').repeat(400_000)}</version></project>`),
  },
  { what: 'underscores in a file name', parse: () => parseJarName(`a-1${'_'.repeat(100)}!.jar`) },
  { what: 'separators in a file name', parse: () => parseJarName(`a-1${'_a'.repeat(60)}!.jar`) },
])('$what take no time', ({ parse }) => {
  const start = performance.now();
  parse();
  expect(performance.now() - start).toBeLessThan(2000);
});

describe('gradle lock files', () => {
  it('name artifacts', () => {
    const text = '# comment\norg.yaml:snakeyaml:1.33=runtimeClasspath\nempty=annotationProcessor\n';
    expect(listFile(gradleLock, 'gradle.lockfile', text)).toEqual(['org.yaml:snakeyaml 1.33']);
  });
});

describe('Java runtimes', () => {
  it.each([
    {
      text: 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_RUNTIME_VERSION="17.0.9+9"\nJAVA_VERSION="17.0.9"\n',
      expected: ['openjdk 17.0.9+9'],
    },
    { text: 'JAVA_VERSION="1.8.0_392"\n', expected: ['openjdk 1.8.0_392'] },
    { text: 'something else', expected: [] },
  ])('$text', ({ text, expected }) => {
    expect(listFile(javaRuntime, 'opt/jdk/release', text)).toEqual(expected);
  });
});
