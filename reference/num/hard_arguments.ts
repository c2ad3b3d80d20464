/**
 * All float32 arguments of exp and log whose exact value lies within a relative 2^−49 of a boundary between
 * two floats, with their results: what `boundary_scan.ts` finds, decided exactly. `argument:result` as
 * bits, ascending; a slow test searches them again.
 */

export interface HardArgument {
  readonly argument: number;
  readonly result: number;
}

function parse(table: string): HardArgument[] {
  return table
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [argument, result] = pair.split(':') as [string, string];
      return { argument: Number.parseInt(argument, 16), result: Number.parseInt(result, 16) };
    });
}

export const hardExpTable: readonly HardArgument[] = parse(`
  33800000:3f800001 36fdffc1:3f800040 377eff81:3f800080 383a3ef1:3f800175 38e69cc1:3f80039a
  39c6be5b:3f800c6d 39e5bb1d:3f800e5d 3d1a274e:3f84e8ba 3fe67199:40c1a7a6 4001b249:40f2cd14
  40315b33:417fa47d 41cbf87b:51dc50be 4288942b:70b7a4c5 b3000000:3f800000 bae0e25c:3f7f8fa7
  bbb70ee8:3f7e92e8 bbf0edf1:3f7e1fe9 bc2a461a:3f7d5a6e c13d6631:36f28e33 c16912cd:34fd331b
`);

export const hardLogTable: readonly HardArgument[] = parse(`
  022ae487:c2a9efaa 03d2f29f:c2a55b2d 064cb44b:c29e7c1a 07c060fa:c29a733a 0b265d7b:c291095f
  0dc8bba4:c289bac4 0f61ff63:c2855565 111c87f8:c28085df 11b257e3:c27dc05e 13fcd84a:c27143cc
  145cb6d4:c26f092f 14907055:c26df596 155d60fc:c2697a8a 158772eb:c268abd4 16c5ee7a:c2619bd4
  18b06f2a:c256fa6f 1a21db87:c24f0163 1a3de5e8:c24e5dc8 1a8446cb:c24d0a45 1aac80dc:c24bfa60
  1ab7c313:c24bb9a1 1adfd25d:c24aefb0 1b81ab52:c2479316 1dc9e7c1:c23ab685 1e6bc9fa:c23751e0
  1f116ab8:c233b53e 22925ad4:c220462d 22f6d580:c21e2ef4 2423c085:c21781d1 24a8fb14:c2149bd8
  25be734f:c20e95ce 25f12e61:c20da3fb 2758eec4:c205bf23 27a51454:c2041112 28e3fa26:c1fa75e0
  29bd4f07:c1f0db66 29e6126b:c1ef4c02 29fd22f8:c1ee8859 2c4c24b7:c1d48710 2d6f4a4e:c1c82a99
  2e492984:c1be76ee 2e7a6221:c1bcb6a9 3418949b:c17c447f 3461a322:c17601fe 38dcbe38:c1128ba4
  39c31348:c0fcaf65 39c7b1f9:c0fbefa7 3bf86ef0:c09c399e 3c413d3a:c08e158f 3e2b3421:bfe4f170
  3fc55379:3edd9b88 3fd364d7:3f006ef3 4056ee45:3f9b103b 41178feb:400fe5e7 41e3b2af:40564f1d
  44bc4360:40ea272e 464d5b2b:4117bcf1 4665a9a6:41198725 46ca6c75:41229929 4b77325a:4184cde8
  4bf70db3:418a5849 4c08ff78:418b2c45 4c5d65a5:418f034b 4d604ebe:419a352c 4e85f412:41a6b811
  4fe4ab24:41b6166f 50dfef2e:41c102b7 526a304f:41d2011d 54af989d:41eb6d3c 56210e9a:41fb5eee
  5b042ba3:42189ee2 5b98e163:421bf9b9 5bf9890b:421def6c 5d800341:42265b10 5d8b2d5b:4226b0b1
  5ee8984e:422e4a21 5efbcaae:422e9b56 5f64c24a:4230fee2 5f945685:42320918 62b467ba:42437434
  63b134d9:4248ed72 64bc5793:424eb76c 64e27fa3:424f7453 65d890d3:4254d1f9 66a8c860:42595e46
  66abbd63:4259700e 6914cb96:4266ba1e 6a2510d0:426caff2 6be8cf96:4276616f 6d1f23eb:427d2d35
  6d6c9d3a:427ec360 6e7054f2:42822f73 6f31a8ec:42845a89 736cc271:429004b2 7405dee8:4291a68d
  74896a73:429316d3 79e7ec37:42a1ffb7 7a708b30:42a3754b 7a854203:42a3a9ca 7d98b8f4:42ac40f2
`);
